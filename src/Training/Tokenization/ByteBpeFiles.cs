using System.Text.Json;
using System.Text.Json.Nodes;
using static Hone.Training.Tokenization.TokenizerFiles;

namespace Hone.Training.Tokenization;

/// <summary>The files of a byte-level tokenizer.</summary>
internal static class ByteBpeFiles
{
    /// <summary>The id of each token.</summary>
    public const string VocabularyFile = "vocab.json";

    private const string MergesFile = "merges.txt";
    private const string MergesHeader = "#version";
    private const string ByteLevel = "ByteLevel";
    private const string Roberta = "RobertaProcessing";

    /// <summary>Reads <c>tokenizer.json</c>.</summary>
    /// <exception cref="InvalidDataException">It tells of rules that are not GPT-2's.</exception>
    public static ByteBpeTokenizer Read(ByteBpeJson file)
    {
        TextNormalizer normalizer = NormalizerJson.Read(file.Normalizer);
        Require(file.PreTokenizer.Type == ByteLevel, $"'pre_tokenizer.type' must be {ByteLevel}");
        Require(file.PreTokenizer.UseRegex, "'pre_tokenizer.use_regex' must be true");
        Require(file.Model.Type == "BPE", "'model.type' must be BPE");
        Require(file.Model.Dropout is null or 0, "'model.dropout' must be null");
        Require(string.IsNullOrEmpty(file.Model.ContinuingSubwordPrefix), "'model.continuing_subword_prefix' must be empty");
        Require(string.IsNullOrEmpty(file.Model.EndOfWordSuffix), "'model.end_of_word_suffix' must be empty");
        Require(!file.Model.IgnoreMerges, "'model.ignore_merges' must be false");

        Vocabulary vocabulary = Vocabulary.Read(file.Model.Vocab, "model.vocab");
        AddedTokenJson.RequireSpecial(file.AddedTokens, vocabulary);
        ByteBpeRules rules = new()
        {
            Normalizer = normalizer,
            AddPrefixSpace = file.PreTokenizer.AddPrefixSpace,
            TrimOffsets = ReadTrimming(file.PostProcessor, file.PreTokenizer.AddPrefixSpace),
            MoreSpecialTokens = [.. file.AddedTokens.Select(token => token.Content)],
        };
        return new ByteBpeTokenizer(vocabulary, [.. file.Model.Merges.Select(ReadMerge)], rules);
    }

    /// <summary>Reads <c>vocab.json</c> and <c>merges.txt</c>, and <c>tokenizer_config.json</c> where there is one.</summary>
    /// <exception cref="InvalidDataException">They tell of rules that are not GPT-2's.</exception>
    public static ByteBpeTokenizer ReadVocabulary(string modelDirectory)
    {
        string merges = Path.Combine(modelDirectory, MergesFile);
        Require(File.Exists(merges), $"it needs a {MergesFile} beside it");
        ByteBpeConfiguration configuration = ReadConfiguration<ByteBpeConfiguration>(modelDirectory) ?? new ByteBpeConfiguration();
        Require(configuration.IsKnown, $"'tokenizer_class' of {ConfigurationFile} is {configuration.TokenizerClass}, which has other rules than GPT-2");
        Vocabulary vocabulary = Vocabulary.Read(Deserialize<Dictionary<string, int>>(Path.Combine(modelDirectory, VocabularyFile)), VocabularyFile);
        ByteBpeRules rules = new()
        {
            AddPrefixSpace = configuration.AddPrefixSpace,
            TrimOffsets = ByteBpeSpecialTokens.Of(vocabulary) == ByteBpeSpecialTokens.Roberta,
        };
        IEnumerable<string> lines = File.ReadLines(merges, StrictUtf8).Where(line => !line.StartsWith(MergesHeader, StringComparison.Ordinal));
        return new ByteBpeTokenizer(vocabulary, [.. lines.Select(ReadMerge)], rules);
    }

    public static void Save(ByteBpeTokenizer tokenizer, string modelDirectory, int? maximumLength)
    {
        bool isPlain = tokenizer.Rules.Normalizer.IsIdentity;
        ByteBpeConfiguration configuration = ByteBpeConfiguration.Of(tokenizer, isPlain, maximumLength);
        Write(modelDirectory, Describe(tokenizer), JsonSerializer.SerializeToNode(configuration, Options)!.AsObject(), configuration.Roles);
        if (isPlain)
        {
            Write(modelDirectory, VocabularyFile, JsonSerializer.Serialize(tokenizer.Vocabulary.ToMap(), Options));
            Write(modelDirectory, MergesFile, string.Join('\n', [$"{MergesHeader}: 0.2", .. tokenizer.Merges.Select(WriteMerge)]));
        }
    }

    private static ByteBpeJson Describe(ByteBpeTokenizer tokenizer) => new()
    {
        AddedTokens =
        [
            .. tokenizer.SpecialIds.Order().Select(id => new AddedTokenJson
            {
                Id = id,
                Content = tokenizer.Token(id),
                Lstrip = id == tokenizer.MaskId,
                Special = true,
            }),
        ],
        Normalizer = NormalizerJson.Write(tokenizer.Rules.Normalizer.Steps),
        PreTokenizer = new ByteBpeJson.ByteLevelSection { Type = ByteLevel, AddPrefixSpace = tokenizer.AddPrefixSpace },
        PostProcessor = DescribePostProcessor(tokenizer),
        Decoder = new JsonObject { ["type"] = ByteLevel, ["add_prefix_space"] = true, ["trim_offsets"] = true, ["use_regex"] = true },
        Model = new ByteBpeJson.ModelSection
        {
            Vocab = tokenizer.Vocabulary.ToMap(),
            Merges = [.. tokenizer.Merges.Select(merge => (JsonNode)WriteMerge(merge))],
        },
    };

    private static JsonObject DescribePostProcessor(ByteBpeTokenizer tokenizer)
    {
        JsonObject processor = new() { ["type"] = tokenizer.MaskId is null ? ByteLevel : Roberta };
        if (tokenizer.MaskId is not null)
        {
            processor["sep"] = new JsonArray(tokenizer.SpecialTokens.End, tokenizer.SeparatorId);
            processor["cls"] = new JsonArray(tokenizer.SpecialTokens.Begin, tokenizer.ClassificationId);
        }

        processor["trim_offsets"] = tokenizer.Rules.TrimOffsets;
        processor["add_prefix_space"] = tokenizer.AddPrefixSpace;
        return processor;
    }

    /// <summary>Whether a post-processor trims the places of tokens; that it adds special tokens does not matter here.</summary>
    private static bool ReadTrimming(JsonNode? processor, bool addPrefixSpace)
    {
        Require(processor is null or JsonObject, "'post_processor' must be an object");
        switch (processor?["type"]?.ToString())
        {
            case null or "TemplateProcessing" or "BertProcessing":
                return false;
            case "Sequence" when processor["processors"] is JsonArray steps:
                return steps.Select(step => ReadTrimming(step, addPrefixSpace)).ToArray().Contains(true);
            case ByteLevel or Roberta:
                bool trims = Flag("trim_offsets");
                Require(!trims || Flag("add_prefix_space") == addPrefixSpace, "'add_prefix_space' of 'post_processor' and 'pre_tokenizer' must be the same");
                return trims;
            case string other:
                throw new InvalidDataException($"'post_processor.type' must be {ByteLevel}, {Roberta} or TemplateProcessing, not {other}");
        }

        bool Flag(string name) => processor[name] is not JsonValue value || value.Deserialize<bool>();
    }

    private static string WriteMerge((string First, string Second) merge) => $"{merge.First} {merge.Second}";

    private static (string First, string Second) ReadMerge(JsonNode? merge) => merge switch
    {
        JsonArray and [JsonValue first, JsonValue second] => (first.ToString(), second.ToString()),
        JsonValue line => ReadMerge(line.ToString()),
        _ => throw new InvalidDataException("every one of 'model.merges' must be a pair"),
    };

    private static (string First, string Second) ReadMerge(string line) => line.Split(' ') is [string first, string second]
        ? (first, second)
        : throw new InvalidDataException($"the merge '{line}' must be two tokens with a space between");
}
