import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.ar.ArabicAnalyzer;
import org.apache.lucene.analysis.fa.PersianAnalyzer;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.util.QueryBuilder;

/** Stock Lucene on lines of "id TAB text": ranks passages for queries, or compares the two texts of a line. */
public class Rank {
  public static void main(String[] given) throws Exception {
    Analyzer analyzer =
        switch (given[1]) {
          case "fa" -> new PersianAnalyzer();
          case "ar" -> new ArabicAnalyzer();
          default -> new StandardAnalyzer();
        };
    if (given[0].equals("pairs")) {
      for (String[] pair : lines(given[2])) System.out.println(terms(analyzer, pair[0]).equals(terms(analyzer, pair[1])));
      return;
    }
    var directory = new ByteBuffersDirectory();
    try (var writer = new IndexWriter(directory, new IndexWriterConfig(analyzer))) {
      for (String[] passage : lines(given[2])) {
        var document = new Document();
        document.add(new StringField("id", passage[0], Field.Store.YES));
        document.add(new TextField("text", passage[1], Field.Store.NO));
        writer.addDocument(document);
      }
    }
    var searcher = new IndexSearcher(DirectoryReader.open(directory));
    for (String[] asked : lines(given[3])) {
      var query = new QueryBuilder(analyzer).createBooleanQuery("text", asked[1]);
      var hits = new StringBuilder(asked[0]);
      if (query != null)
        for (ScoreDoc hit : searcher.search(query, 10).scoreDocs)
          hits.append('\t').append(searcher.storedFields().document(hit.doc).get("id"));
      System.out.println(hits);
    }
  }

  private static List<String[]> lines(String path) throws Exception {
    return Files.readAllLines(Path.of(path)).stream().map(line -> line.split("\t", 2)).toList();
  }

  private static List<String> terms(Analyzer analyzer, String text) throws Exception {
    var terms = new java.util.ArrayList<String>();
    try (var stream = analyzer.tokenStream("text", text)) {
      var term = stream.addAttribute(CharTermAttribute.class);
      stream.reset();
      while (stream.incrementToken()) terms.add(term.toString());
      stream.end();
    }
    return terms;
  }
}
