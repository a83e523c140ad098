using System.Text.Json.Nodes;
using static Hone.Training.Tokenization.TokenizerFiles;

namespace Hone.Training.Tokenization;

/// <summary>The files of a tokenizer of characters.</summary>
internal static class CharFiles
{
    private const string Split = "Split";
    private const string Isolated = "Isolated";
    private const string Regex = "Regex";

    /// <summary>Reads <c>tokenizer.json</c>.</summary>
    /// <exception cref="InvalidDataException">It tells of other rules.</exception>
    public static CharTokenizer Read(CharJson file)
    {
        TextNormalizer normalizer = NormalizerJson.Read(file.Normalizer);
        Require(file.PreTokenizer.Type == Split, $"'pre_tokenizer.type' must be {Split}");
        Require(
            file.PreTokenizer.Pattern.TryGetValue(Regex, out string? pattern) && pattern == CharJson.AnyCharacter,
            $"'pre_tokenizer.pattern' must be the {Regex} {CharJson.AnyCharacter}");
        Require(file.PreTokenizer.Behavior == Isolated, $"'pre_tokenizer.behavior' must be {Isolated}");
        Require(!file.PreTokenizer.Invert, "'pre_tokenizer.invert' must be false");
        Require(file.Model.Type == "WordLevel", "'model.type' must be WordLevel");
        Require(file.Model.UnkToken == SpecialTokens.Unknown, $"'model.unk_token' must be {SpecialTokens.Unknown}");
        Vocabulary vocabulary = Vocabulary.Read(file.Model.Vocab, "model.vocab");
        AddedTokenJson.RequireSpecial(file.AddedTokens, vocabulary);
        Require(
            file.AddedTokens.All(token => SpecialTokens.All.Contains(token.Content)),
            $"'added_tokens' must be of {string.Join(' ', SpecialTokens.All)}");
        return new CharTokenizer(vocabulary, normalizer);
    }

    public static void Save(CharTokenizer tokenizer, string modelDirectory, int? maximumLength)
    {
        JsonObject configuration = new() { ["tokenizer_class"] = "PreTrainedTokenizerFast", ["clean_up_tokenization_spaces"] = false };
        if (maximumLength is int length)
        {
            configuration["model_max_length"] = length;
        }

        Write(modelDirectory, Describe(tokenizer), configuration, SpecialTokens.ByRole);
    }

    private static CharJson Describe(CharTokenizer tokenizer) => new()
    {
        AddedTokens = [.. tokenizer.SpecialIds.Order().Select(id => new AddedTokenJson { Id = id, Content = tokenizer.Token(id), Special = true })],
        Normalizer = NormalizerJson.Write(tokenizer.Normalizer.Steps),
        PreTokenizer = new CharJson.SplitSection
        {
            Type = Split,
            Pattern = new Dictionary<string, string> { [Regex] = CharJson.AnyCharacter },
            Behavior = Isolated,
        },
        PostProcessor = new JsonObject
        {
            ["type"] = "BertProcessing",
            ["sep"] = new JsonArray(SpecialTokens.Separator, tokenizer.SeparatorId),
            ["cls"] = new JsonArray(SpecialTokens.Classification, tokenizer.ClassificationId),
        },
        Decoder = new JsonObject { ["type"] = "Fuse" },
        Model = new CharJson.ModelSection { Vocab = tokenizer.Vocabulary.ToMap(), UnkToken = SpecialTokens.Unknown },
    };
}
