using System.Text.Json;
using System.Text.Json.Nodes;
using static Hone.Training.Tokenization.TokenizerFiles;

namespace Hone.Training.Tokenization;

/// <summary>The files of a WordPiece tokenizer.</summary>
internal static class WordPieceFiles
{
    /// <summary>The tokens in the order of their ids, one in each line.</summary>
    public const string VocabularyFile = "vocab.txt";

    private const string Bert = "BertNormalizer";

    /// <summary>Reads <c>tokenizer.json</c>.</summary>
    /// <exception cref="InvalidDataException">It tells of rules that are not BERT's.</exception>
    public static WordPieceTokenizer Read(WordPieceJson file)
    {
        (TextNormalizer before, WordPieceJson.NormalizerSection normalizer) = ReadNormalizer(file.Normalizer);
        Require(file.PreTokenizer.Type == "BertPreTokenizer", "'pre_tokenizer.type' must be BertPreTokenizer");
        Require(file.Model.Type == "WordPiece", "'model.type' must be WordPiece");
        Require(file.Model.UnkToken == SpecialTokens.Unknown, $"'model.unk_token' must be {SpecialTokens.Unknown}");
        Require(file.Model.ContinuingSubwordPrefix == PieceTrie.ContinuationPrefix, $"'model.continuing_subword_prefix' must be {PieceTrie.ContinuationPrefix}");
        Require(
            file.Model.MaxInputCharsPerWord == BertNormalizer.MaximumWordLength,
            $"'model.max_input_chars_per_word' must be {BertNormalizer.MaximumWordLength}");
        Require(
            file.AddedTokens.All(token => file.Model.Vocab.ContainsKey(token.Content)),
            "'added_tokens' must not name a token that 'model.vocab' lacks: tokens added to a vocabulary are not supported");

        Vocabulary vocabulary = Vocabulary.Read(file.Model.Vocab, "model.vocab");
        return new WordPieceTokenizer(vocabulary.Tokens, normalizer.Lowercase, normalizer.StripAccents, before);
    }

    /// <summary>Reads <c>vocab.txt</c>, and <c>tokenizer_config.json</c> where there is one.</summary>
    /// <exception cref="InvalidDataException">They tell of rules that are not BERT's.</exception>
    public static WordPieceTokenizer ReadVocabulary(string modelDirectory)
    {
        string[] tokens = File.ReadAllLines(Path.Combine(modelDirectory, VocabularyFile), StrictUtf8);
        WordPieceConfiguration options = ReadConfiguration<WordPieceConfiguration>(modelDirectory) ?? new WordPieceConfiguration();
        Require(options.TokenizeChineseChars is not false, $"'tokenize_chinese_chars' of {ConfigurationFile} must be true");
        return new WordPieceTokenizer(tokens, options.DoLowerCase, options.StripAccents);
    }

    public static void Save(WordPieceTokenizer tokenizer, string modelDirectory, int? maximumLength)
    {
        bool? stripAccents = tokenizer.StripAccents == tokenizer.Lowercase ? null : tokenizer.StripAccents;
        WordPieceConfiguration configuration = new()
        {
            TokenizerClass = tokenizer.Before.IsIdentity ? WordPieceConfiguration.Bert : WordPieceConfiguration.AnyRules,
            DoLowerCase = tokenizer.Lowercase,
            StripAccents = stripAccents,
            ModelMaxLength = maximumLength,
        };
        Write(modelDirectory, Describe(tokenizer, stripAccents), JsonSerializer.SerializeToNode(configuration, Options)!.AsObject(), SpecialTokens.ByRole);
        if (tokenizer.Before.IsIdentity)
        {
            Write(modelDirectory, VocabularyFile, string.Join('\n', tokenizer.Vocabulary.Tokens));
        }
    }

    /// <summary>What is done before BERT's rules, and those.</summary>
    private static (TextNormalizer Before, WordPieceJson.NormalizerSection Normalizer) ReadNormalizer(JsonNode? normalizer)
    {
        JsonNode[] steps = [.. NormalizerJson.Flatten(normalizer)];
        Require(steps.Length > 0 && NormalizerJson.Type(steps[^1]) == Bert, $"'normalizer' must be or end with a {Bert}");
        WordPieceJson.NormalizerSection last = steps[^1].Deserialize<WordPieceJson.NormalizerSection>(Options)!;
        Require(last.CleanText, "'normalizer.clean_text' must be true");
        Require(last.HandleChineseChars, "'normalizer.handle_chinese_chars' must be true");
        return (new TextNormalizer([.. steps[..^1].Select(NormalizerJson.ReadStep)]), last);
    }

    private static WordPieceJson Describe(WordPieceTokenizer tokenizer, bool? stripAccents) => new()
    {
        AddedTokens = [.. SpecialTokens.All
            .Select(token => new AddedTokenJson { Id = tokenizer.Id(token)!.Value, Content = token, Special = true })
            .OrderBy(token => token.Id)],
        Normalizer = NormalizerJson.Write(
            tokenizer.Before.Steps,
            JsonSerializer.SerializeToNode(
                new WordPieceJson.NormalizerSection { Type = Bert, StripAccents = stripAccents, Lowercase = tokenizer.Lowercase }, Options)!.AsObject()),
        PreTokenizer = new WordPieceJson.TypedSection("BertPreTokenizer"),
        PostProcessor = new JsonObject
        {
            ["type"] = "BertProcessing",
            ["sep"] = new JsonArray(SpecialTokens.Separator, tokenizer.SeparatorId),
            ["cls"] = new JsonArray(SpecialTokens.Classification, tokenizer.ClassificationId),
        },
        Decoder = new JsonObject { ["type"] = "WordPiece", ["prefix"] = PieceTrie.ContinuationPrefix, ["cleanup"] = true },
        Model = new WordPieceJson.ModelSection { Vocab = tokenizer.Vocabulary.ToMap() },
    };
}
