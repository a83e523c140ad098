using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hone.Domain.Problems;

namespace Hone.Training.Tokenization;

/// <summary>The tokenizer's files in a model directory, in the layout of Hugging Face's libraries.</summary>
internal static class TokenizerFiles
{
    private const string TokenizerFile = "tokenizer.json";
    private const string VocabularyFile = "vocab.txt";
    private const string ConfigurationFile = "tokenizer_config.json";
    private const string SpecialTokensFile = "special_tokens_map.json";

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    public static WordPieceTokenizer Load(string modelDirectory)
    {
        string tokenizer = Path.Combine(modelDirectory, TokenizerFile);
        string vocabulary = Path.Combine(modelDirectory, VocabularyFile);
        if (File.Exists(tokenizer))
        {
            return OrRefuse(TokenizerFile, () => Read(Deserialize<TokenizerJson>(tokenizer)));
        }

        if (File.Exists(vocabulary))
        {
            return OrRefuse(VocabularyFile, () => Read(vocabulary, Path.Combine(modelDirectory, ConfigurationFile)));
        }

        throw Refuse(TokenizerFile, $"The model directory has neither {TokenizerFile} nor {VocabularyFile}.");
    }

    public static void Save(WordPieceTokenizer tokenizer, IReadOnlyList<string> tokens, string modelDirectory, int? maximumLength)
    {
        bool? stripAccents = tokenizer.StripAccents == tokenizer.Lowercase ? null : tokenizer.StripAccents;
        TokenizerConfiguration configuration = new() { DoLowerCase = tokenizer.Lowercase, StripAccents = stripAccents, ModelMaxLength = maximumLength };
        Dictionary<string, string> specialTokens = new()
        {
            ["pad_token"] = SpecialTokens.Pad,
            ["unk_token"] = SpecialTokens.Unknown,
            ["cls_token"] = SpecialTokens.Classification,
            ["sep_token"] = SpecialTokens.Separator,
            ["mask_token"] = SpecialTokens.Mask,
        };
        JsonObject configurationWithTokens = JsonSerializer.SerializeToNode(configuration, Options)!.AsObject();
        foreach ((string role, string token) in specialTokens)
        {
            configurationWithTokens[role] = token;
        }

        Write(TokenizerFile, JsonSerializer.Serialize(Describe(tokenizer, tokens, stripAccents), Options));
        Write(VocabularyFile, string.Join('\n', tokens));
        Write(ConfigurationFile, configurationWithTokens.ToJsonString(Options));
        Write(SpecialTokensFile, JsonSerializer.Serialize(specialTokens, Options));

        void Write(string name, string content) => File.WriteAllText(Path.Combine(modelDirectory, name), content + "\n");
    }

    private static TokenizerJson Describe(WordPieceTokenizer tokenizer, IReadOnlyList<string> tokens, bool? stripAccents) => new()
    {
        AddedTokens = [.. SpecialTokens.All
            .Select(token => new TokenizerJson.AddedToken { Id = tokenizer.Id(token)!.Value, Content = token, Special = true })
            .OrderBy(token => token.Id)],
        Normalizer = new TokenizerJson.NormalizerSection { Type = "BertNormalizer", StripAccents = stripAccents, Lowercase = tokenizer.Lowercase },
        PreTokenizer = new TokenizerJson.TypedSection("BertPreTokenizer"),
        PostProcessor = new JsonObject
        {
            ["type"] = "BertProcessing",
            ["sep"] = new JsonArray(SpecialTokens.Separator, tokenizer.SeparatorId),
            ["cls"] = new JsonArray(SpecialTokens.Classification, tokenizer.ClassificationId),
        },
        Decoder = new JsonObject { ["type"] = "WordPiece", ["prefix"] = PieceTrie.ContinuationPrefix, ["cleanup"] = true },
        Model = new TokenizerJson.ModelSection { Vocab = tokens.Index().ToDictionary(pair => pair.Item, pair => pair.Index) },
    };

    private static WordPieceTokenizer Read(TokenizerJson file)
    {
        Require(file.Normalizer.Type == "BertNormalizer", "'normalizer.type' must be BertNormalizer");
        Require(file.Normalizer.CleanText, "'normalizer.clean_text' must be true");
        Require(file.Normalizer.HandleChineseChars, "'normalizer.handle_chinese_chars' must be true");
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

        string?[] tokens = new string?[file.Model.Vocab.Count];
        foreach ((string token, int id) in file.Model.Vocab)
        {
            Require((uint)id < (uint)tokens.Length && tokens[id] is null, $"the ids of 'model.vocab' must run from 0 to {tokens.Length - 1}, each once");
            tokens[id] = token;
        }

        return new WordPieceTokenizer(tokens!, file.Normalizer.Lowercase, file.Normalizer.StripAccents);
    }

    private static WordPieceTokenizer Read(string vocabulary, string configuration)
    {
        string[] tokens = File.ReadAllLines(vocabulary, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
        TokenizerConfiguration options = File.Exists(configuration) ? Deserialize<TokenizerConfiguration>(configuration) : new TokenizerConfiguration();
        Require(options.TokenizeChineseChars is not false, $"'tokenize_chinese_chars' of {ConfigurationFile} must be true");
        return new WordPieceTokenizer(tokens, options.DoLowerCase, options.StripAccents);
    }

    private static T Deserialize<T>(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return JsonSerializer.Deserialize<T>(stream, Options) ?? throw new InvalidDataException("it must hold a JSON object");
    }

    private static void Require(bool holds, string rule)
    {
        if (!holds)
        {
            throw new InvalidDataException(rule);
        }
    }

    private static WordPieceTokenizer OrRefuse(string file, Func<WordPieceTokenizer> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is JsonException or InvalidDataException or DecoderFallbackException)
        {
            throw Refuse(file, $"{file} cannot be used: {exception.Message.TrimEnd('.')}.");
        }
    }

    private static RefusalException Refuse(string file, string message) => new(RefusalKind.Invalid, ProblemCodes.InvalidModelDirectory, message)
    {
        Problems = [new Problem(ProblemCodes.InvalidModelDirectory, message) { File = file }],
        ProblemCount = 1,
    };
}
