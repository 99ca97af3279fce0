"""HTTP only: parse, call Workspace, render."""
