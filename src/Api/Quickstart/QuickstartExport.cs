using Hone.Domain.Datasets;

namespace Hone.Api.Quickstart;

/// <summary>Writes the texts of the quickstart as files for people who want to try the routes by hand.</summary>
internal static class QuickstartExport
{
    /// <summary>Writes <c>corpus.txt</c>, <c>train.csv</c>, <c>validation.csv</c>, <c>test.csv</c>, the same parts of <c>mentions-….jsonl</c> and <c>README.md</c> and names them.</summary>
    public static IReadOnlyList<string> Write(QuickstartData data, string folder)
    {
        Directory.CreateDirectory(folder);
        List<string> files = [WriteFile("corpus.txt", data.WriteCorpus)];
        foreach (SplitName split in data.Examples.Keys)
        {
            files.Add(WriteFile($"{split.ToString().ToLowerInvariant()}.csv", writer => data.WriteExamples(split, writer)));
        }

        foreach (SplitName split in data.Mentions.Keys)
        {
            files.Add(WriteFile($"mentions-{split.ToString().ToLowerInvariant()}.jsonl", writer => data.WriteMentions(split, writer)));
        }

        files.Add(WriteFile("README.md", writer => writer.Write(Explanation)));
        return files;

        string WriteFile(string name, Action<TextWriter> write)
        {
            string path = Path.Combine(folder, name);
            using StreamWriter writer = new(path);
            write(writer);
            return path;
        }
    }

    private const string Explanation = """
        # Texts of Hone's quickstart

        Taken from the API documentation that comes with the .NET SDK; its licence applies.

        - `corpus.txt`: prose to pretrain on, blank lines between documents. No text of a validation or test file is in it.
        - `train.csv`, `validation.csv`, `test.csv`: which area of the class library (`label`) is this summary (`text`) about?
          20 areas; 20, 20 and 100 rows of each. The three files are about different types.
        - `mentions-train.jsonl`, `mentions-validation.jsonl`, `mentions-test.jsonl`: sentences (`text`) and the names in them (`entities`):
          of types, members, parameters and keywords. 400, 400 and 2,000 sentences, about different types.

        With the service at http://127.0.0.1:5080, run here:

            curl --data-binary @corpus.txt 'http://127.0.0.1:5080/corpora?name=dotnet-docs&format=text'
            curl -F name=api-area -F task=text-classification -F train=@train.csv -F validation=@validation.csv -F test=@test.csv http://127.0.0.1:5080/datasets
            curl -F name=api-mentions -F task=token-classification -F train=@mentions-train.jsonl -F validation=@mentions-validation.jsonl -F test=@mentions-test.jsonl http://127.0.0.1:5080/datasets

        Hone's own README goes on from there: pretrain, fine-tune, predict.

        """;
}
