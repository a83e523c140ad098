using Hone.Api.Documentation;

namespace Hone.Api.Datasets;

/// <summary>A data set of each kind, as small as it can be.</summary>
internal static class DatasetExamples
{
    /// <summary>The forms.</summary>
    public static IReadOnlyList<UploadExample> All { get; } =
    [
        Form("Text classification", "sentiment-analysis", "csv", """
            text,label
            A warm and funny film.,positive
            Two hours that never end.,negative
            I would see it again.,positive
            Nothing in it works.,negative
            """),
        Form("Text classification of pairs", "text-classification", "jsonl", """
            {"text":"A man plays the violin.","textPair":"Someone makes music.","label":"entailment"}
            {"text":"A man plays the violin.","textPair":"Nobody makes a sound.","label":"contradiction"}
            """),
        Form("Text classification with any number of labels", "text-classification", "tsv", string.Join(
            '\n', "text\tlabels", "Reads a file over the network.\tio|net", "Adds two numbers.\t", "Opens a socket.\tnet")),
        Form("Token classification, CoNLL", "ner", "conll", """
            # the word in the first column, its tag in the last
            Ada B-person
            Lovelace I-person
            was O
            born O
            in O
            London B-place

            Nothing O
            here O
            """),
        Form("Token classification, words and tags", "token-classification", "jsonl", """
            {"tokens":["Ada","Lovelace","was","born","in","London"],"tags":["B-person","E-person","O","O","O","S-place"]}
            """),
        Form("Token classification, spans of a text", "token-classification", "jsonl", """
            {"text":"Ada Lovelace was born in London.","entities":[{"start":0,"end":12,"label":"person"},{"start":25,"end":31,"label":"place"}]}
            """),
        Form("Semantic role labelling", "srl", "jsonl", """
            {"words":["Ada","wrote","the","first","program"],"verbs":[{"index":1,"sense":"write.01","tags":["B-ARG0","B-V","B-ARG1","I-ARG1","I-ARG1"]}]}
            """),
        Form("Text generation, prompts and completions", "text-generation", "jsonl", """
            {"prompt":"Capital of France:","completion":" Paris"}
            {"prompt":"Capital of Italy:","completion":" Rome"}
            """),
        Form("Sentence similarity", "sentence-similarity", "csv", """
            text,textPair,score
            A dog runs.,A dog is running.,4.8
            A dog runs.,The stock fell.,0.1
            """),
    ];

    private static UploadExample Form(string summary, string task, string format, string train) => new(summary, new Dictionary<string, string>
    {
        ["name"] = summary.ToLowerInvariant().Replace(",", "", StringComparison.Ordinal).Replace(' ', '-'),
        ["task"] = task,
        ["format"] = format,
        ["train"] = train + "\n",
    });
}
