using Hone.Domain.Problems;
using Hone.Training.Tokenization;

namespace Hone.Training.Tests.Tokenization;

public class ByteBpeFilesTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Load_GivesWhatWasSaved_FromEitherFile(bool isRoberta, bool addPrefixSpace)
    {
        using TemporaryDirectory directory = new();
        ByteBpeSpecialTokens special = isRoberta ? ByteBpeSpecialTokens.Roberta : ByteBpeSpecialTokens.Gpt2;
        ByteBpeRules rules = new() { AddPrefixSpace = addPrefixSpace, TrimOffsets = isRoberta };
        ByteBpeTokenizer saved = new(new Vocabulary([.. special.All, .. ByteAlphabet.Characters, "th", "\"\\", "Ġth", "##"]), [("t", "h"), ("\"", "\\"), ("Ġ", "th"), ("#", "#")], rules);

        saved.Save(directory.Path, maximumLength: 128);
        ByteBpeTokenizer fromJson = (ByteBpeTokenizer)Tokenizer.Load(directory.Path);
        File.Delete(directory.File("tokenizer.json"));
        ByteBpeTokenizer fromVocabulary = (ByteBpeTokenizer)Tokenizer.Load(directory.Path);

        Assert.All([fromJson, fromVocabulary], loaded =>
        {
            Assert.Equal(GoldenTokenizers.Tokens(saved), GoldenTokenizers.Tokens(loaded));
            Assert.Equal(saved.Merges, loaded.Merges);
            Assert.Equal((addPrefixSpace, isRoberta), (loaded.AddPrefixSpace, loaded.Rules.TrimOffsets));
            Assert.Equal(saved.SpecialIds.Order(), loaded.SpecialIds.Order());
        });
        Assert.Contains("\"model_max_length\": 128", File.ReadAllText(directory.File("tokenizer_config.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void Save_LeavesOutWhatCouldNotTellOfNormalization()
    {
        using TemporaryDirectory directory = new();

        GoldenTokenizers.ByteBpeFolded.Save(directory.Path);

        Assert.Equal(
            ["special_tokens_map.json", "tokenizer.json", "tokenizer_config.json"],
            Directory.GetFiles(directory.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("\"type\": \"BPE\",\n", "")]
    [InlineData("\"unk_token\": null", "\"unk_token\": \"<|endoftext|>\"")]
    [InlineData("\"continuing_subword_prefix\": null", "\"continuing_subword_prefix\": \"\"")]
    [InlineData("\"type\": \"ByteLevel\",\n    \"trim_offsets\": false", "\"type\": \"TemplateProcessing\",\n    \"trim_offsets\": false")]
    [InlineData("      \"Ġ t\",", "      [\"Ġ\", \"t\"],")]
    public void Load_ReadsOtherSpellingsOfTheSame(string here, string there)
    {
        Tokenizer loaded = Load("byte-bpe", here, there);

        Assert.All(GoldenTokenizers.CorpusLines, line => Assert.Equal(GoldenTokenizers.ByteBpe.Tokenize(line), loaded.Tokenize(line)));
    }

    [Theory]
    [InlineData("\"normalizer\": null", "\"normalizer\": { \"type\": \"BertNormalizer\", \"lowercase\": true }")]
    [InlineData("\"normalizer\": null", "\"normalizer\": { \"type\": \"Sequence\", \"normalizers\": [{ \"type\": \"Lowercase\" }, { \"type\": \"Replace\" }] }")]
    [InlineData("\"normalizer\": null", "\"normalizer\": \"Lowercase\"")]
    [InlineData("\"type\": \"ByteLevel\",\n    \"add_prefix_space\"", "\"type\": \"Whitespace\",\n    \"add_prefix_space\"")]
    [InlineData("\"use_regex\": true\n  },\n  \"post", "\"use_regex\": false\n  },\n  \"post")]
    [InlineData("\"type\": \"ByteLevel\",\n    \"trim_offsets\"", "\"type\": \"Unheard\",\n    \"trim_offsets\"")]
    [InlineData("\"trim_offsets\": false,\n    \"add_prefix_space\": false", "\"trim_offsets\": true,\n    \"add_prefix_space\": true")]
    [InlineData("\"trim_offsets\": false", "\"trim_offsets\": 3")]
    [InlineData("\"type\": \"BPE\"", "\"type\": \"Unigram\"")]
    [InlineData("\"dropout\": null", "\"dropout\": 0.1")]
    [InlineData("\"continuing_subword_prefix\": null", "\"continuing_subword_prefix\": \"##\"")]
    [InlineData("\"end_of_word_suffix\": null", "\"end_of_word_suffix\": \"</w>\"")]
    [InlineData("\"ignore_merges\": false", "\"ignore_merges\": true")]
    [InlineData("\"<|endoftext|>\": 0", "\"<|end|>\": 0")]
    [InlineData("\"content\": \"<|endoftext|>\"", "\"content\": \"<|other|>\"")]
    [InlineData("\"special\": true", "\"special\": false")]
    [InlineData("\"!\": 1,", "\"!\": 2,")]
    [InlineData("\"!\": 1,", "\"!!!\": 1,")]
    [InlineData("\"!\": 1,", "\"!\": 1, \"!\": 1,")]
    [InlineData("      \"Ġ t\",", "      \"Ġ \",")]
    [InlineData("      \"Ġ t\",", "      \"Ġ t h\",")]
    [InlineData("      \"Ġ t\",", "      [\"Ġ\"],")]
    [InlineData("      \"Ġ t\",", "      null,")]
    [InlineData("      \"Ġ t\",", "      \"Ġ 中\",")]
    public void Load_Refuses_WhenTheTokenizerIsAnother(string here, string there)
    {
        RefusalException refusal = Assert.Throws<RefusalException>(() => Load("byte-bpe", here, there));

        Assert.Equal(ProblemCodes.InvalidModelDirectory, refusal.Code);
    }

    [Theory]
    [InlineData("{ \"tokenizer_class\": \"Qwen2Tokenizer\" }", "a b")]
    [InlineData("{ \"tokenizer_class\": \"GPT2Tokenizer\" }", "a")]
    [InlineData("{ \"tokenizer_class\": \"GPT2Tokenizer\" }", null)]
    public void Load_Refuses_WhenVocabularyAndMergesAreNotThoseOfGpt2(string configuration, string? merges)
    {
        using TemporaryDirectory directory = new();
        GoldenTokenizers.ByteBpe.Save(directory.Path);
        File.Delete(directory.File("tokenizer.json"));
        File.Delete(directory.File("merges.txt"));
        File.WriteAllText(directory.File("tokenizer_config.json"), configuration);
        if (merges is not null)
        {
            File.WriteAllText(directory.File("merges.txt"), merges);
        }

        RefusalException refusal = Assert.Throws<RefusalException>(() => Tokenizer.Load(directory.Path));

        Assert.Equal("vocab.json", Assert.Single(refusal.Problems).File);
    }

    [Theory]
    [InlineData("[\\\\s\\\\S]", ".")]
    [InlineData("\"Regex\": ", "\"String\": ")]
    [InlineData("\"Isolated\"", "\"Removed\"")]
    [InlineData("\"invert\": false", "\"invert\": true")]
    [InlineData("\"type\": \"Split\"", "\"type\": \"Whitespace\"")]
    [InlineData("\"unk_token\": \"[UNK]\"", "\"unk_token\": \"<unk>\"")]
    [InlineData("\"e\": 6", "\"ee\": 6")]
    [InlineData("\"e\": 6", "\"e\": 7")]
    [InlineData("\"[MASK]\": 4", "\"[mask]\": 4")]
    public void Load_Refuses_WhenTheCharactersAreCutOtherwise(string here, string there)
    {
        RefusalException refusal = Assert.Throws<RefusalException>(() => Load("char", here, there));

        Assert.Equal(ProblemCodes.InvalidModelDirectory, refusal.Code);
    }

    private static Tokenizer Load(string golden, string here, string there)
    {
        using TemporaryDirectory directory = new();
        string content = File.ReadAllText(Path.Combine(GoldenTokenizers.Folder(golden), "tokenizer.json"));
        Assert.Contains(here, content, StringComparison.Ordinal);
        File.WriteAllText(directory.File("tokenizer.json"), content.Replace(here, there, StringComparison.Ordinal));
        return Tokenizer.Load(directory.Path);
    }
}
