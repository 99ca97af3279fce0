"""System calls of Linux that Python has no name for: no new rights, capabilities, Landlock, a filter of system calls.

Each function does its part for the calling process and all that it starts, for good, and says whether it could.
"""

import ctypes
import os
import platform
import struct
import sys
from collections.abc import Iterable
from pathlib import Path

_PR_SET_PDEATHSIG, _PR_SET_SECCOMP, _PR_CAPBSET_DROP, _PR_SET_NO_NEW_PRIVS = 1, 22, 24, 38
_CAPABILITY_VERSION_3 = 0x20080522
_LAST_CAPABILITY = 63

_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446
"""The same numbers on every architecture."""
_RULE_BENEATH = 1
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1, 2, 4, 8
_READING = _EXECUTE | _READ_FILE | _READ_DIR
_FILE_RIGHTS = _EXECUTE | _WRITE_FILE | _READ_FILE | 1 << 14 | 1 << 15
"""Rights that a rule on a file, not on a folder, may give."""
_FS_RIGHTS = {1: 0x1FFF, 2: 0x3FFF, 3: 0x7FFF, 4: 0x7FFF, 5: 0xFFFF}
_NET_RIGHTS = 3
_SCOPES = 3
"""No abstract sockets of others, no signals to others (Landlock 6)."""

_SECCOMP_FILTER = 2
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | 13
"""SECCOMP_RET_ALLOW; SECCOMP_RET_ERRNO with EACCES."""
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_X32 = 0x40000000
_CALLS = {
    # architecture → its audit number, socket, and what is refused: connect, io_uring_setup, ptrace, process_vm_readv,
    # process_vm_writev, pidfd_getfd, userfaultfd, bpf, perf_event_open, keyctl, add_key, request_key
    "x86_64": (0xC000003E, 41, (42, 425, 101, 310, 311, 438, 323, 321, 298, 250, 248, 249)),
    "aarch64": (0xC00000B7, 198, (203, 425, 117, 270, 271, 438, 282, 280, 241, 219, 217, 218)),
}

_libc = ctypes.CDLL(None, use_errno=True)


def _prctl(option: int, *arguments: int) -> bool:
    padded = [ctypes.c_ulong(argument) for argument in (*arguments, 0, 0, 0, 0)[:4]]
    return int(_libc.prctl(ctypes.c_int(option), *padded)) == 0


def die_with_parent(signal: int) -> bool:
    """Has the kernel send a signal when the process that started this one ends."""
    return sys.platform == "linux" and _prctl(_PR_SET_PDEATHSIG, signal)


def no_new_rights() -> bool:
    """No program that is started has more rights than this process: set-user-id does nothing."""
    return sys.platform == "linux" and _prctl(_PR_SET_NO_NEW_PRIVS, 1)


def drop_capabilities() -> bool:
    """Takes every capability from this process; root is then a user like others, who owns root's files."""
    if sys.platform != "linux":
        return False
    for capability in range(_LAST_CAPABILITY + 1):
        _prctl(_PR_CAPBSET_DROP, capability)  # fails beyond the last one, and for who has none
    header = struct.pack("Ii", _CAPABILITY_VERSION_3, 0)
    return int(_libc.capset(header, bytes(24))) == 0


def landlock_version() -> int:
    """The version of Landlock here; 0 where there is none."""
    if sys.platform != "linux":
        return 0
    return max(0, int(_libc.syscall(_LANDLOCK_CREATE, None, ctypes.c_size_t(0), 1)))


def only_files_of(readable: Iterable[Path], writable: Iterable[Path]) -> bool:
    """Leaves this process some files and folders to read, and some to write to; needs ``no_new_rights``.

    Where Landlock is new enough, it takes TCP, abstract sockets and signals to others away too. What belongs to
    processes outside, their memory and environment, can then not be looked at in /proc.
    """
    version = landlock_version()
    if not version:
        return False
    rights = _FS_RIGHTS[min(version, max(_FS_RIGHTS))]
    attributes = struct.pack("QQQ", rights, _NET_RIGHTS if version >= 4 else 0, _SCOPES if version >= 6 else 0)
    size = 24 if version >= 6 else (16 if version >= 4 else 8)
    ruleset = int(_libc.syscall(_LANDLOCK_CREATE, attributes, ctypes.c_size_t(size), 0))
    if ruleset < 0:
        return False
    try:
        for path in readable:
            _allow(ruleset, path, _READING & rights)
        for path in writable:
            _allow(ruleset, path, rights)
        return int(_libc.syscall(_LANDLOCK_RESTRICT, ruleset, 0)) == 0
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: Path, rights: int) -> None:
    """Gives rights beneath a path; one that is not there needs none."""
    try:
        handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        given = rights if path.is_dir() else rights & _FILE_RIGHTS
        _libc.syscall(_LANDLOCK_ADD, ruleset, _RULE_BENEATH, struct.pack("=Qi", given, handle), 0)
    finally:
        os.close(handle)


def no_new_connections() -> bool:
    """Refuses sockets of any network, connecting to any, and looking into other processes; needs ``no_new_rights``."""
    known = _CALLS.get(platform.machine()) if sys.platform == "linux" else None
    if known is None:
        return False
    program = _filter(*known)
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *line) for line in program))
    about = struct.pack("HxxxxxxQ", len(program), ctypes.addressof(code))
    pointer = ctypes.create_string_buffer(about)
    return _prctl(_PR_SET_SECCOMP, _SECCOMP_FILTER, ctypes.addressof(pointer))


def _filter(audit: int, socket: int, refused: tuple[int, ...]) -> list[tuple[int, int, int, int]]:
    """A program for the kernel's packet filter, run on each system call: lines of code, jumps if true or not, value."""
    number, architecture, first_argument = 0, 4, 16
    lines = [(_LOAD, 0, 0, architecture), (_EQUAL, 1, 0, audit), (_RETURN, 0, 0, _REFUSE), (_LOAD, 0, 0, number)]
    lines += [(_AT_LEAST, 0, 1, _X32), (_RETURN, 0, 0, _REFUSE)]
    for call in refused:
        lines += [(_EQUAL, 0, 1, call), (_RETURN, 0, 0, _REFUSE)]
    lines += [
        (_EQUAL, 0, 3, socket),
        (_LOAD, 0, 0, first_argument),
        (_EQUAL, 1, 0, 1),  # AF_UNIX: LibreOffice talks to itself by one
        (_RETURN, 0, 0, _REFUSE),
        (_RETURN, 0, 0, _ALLOW),
    ]
    return lines
