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

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static WordPieceTokenizer Load(string modelDirectory)
    {
        string tokenizer = Path.Combine(modelDirectory, TokenizerFile);
        string vocabulary = Path.Combine(modelDirectory, VocabularyFile);
        if (File.Exists(tokenizer))
        {
            return Parse(TokenizerFile, () => ReadTokenizer(ReadObject(tokenizer)));
        }

        if (File.Exists(vocabulary))
        {
            return Parse(VocabularyFile, () => ReadVocabulary(vocabulary, Path.Combine(modelDirectory, ConfigurationFile)));
        }

        throw Refuse(TokenizerFile, $"The model directory has neither {TokenizerFile} nor {VocabularyFile}.");
    }

    public static void Save(WordPieceTokenizer tokenizer, IReadOnlyList<string> tokens, string modelDirectory, int? maximumLength)
    {
        bool? stripAccents = tokenizer.StripAccents == tokenizer.Lowercase ? null : tokenizer.StripAccents;
        JsonObject configuration = new()
        {
            ["tokenizer_class"] = "BertTokenizer",
            ["do_lower_case"] = tokenizer.Lowercase,
            ["strip_accents"] = stripAccents,
            ["tokenize_chinese_chars"] = true,
        };
        if (maximumLength is int length)
        {
            configuration["model_max_length"] = length;
        }

        JsonObject specialTokens = new()
        {
            ["pad_token"] = SpecialTokens.Pad,
            ["unk_token"] = SpecialTokens.Unknown,
            ["cls_token"] = SpecialTokens.Classification,
            ["sep_token"] = SpecialTokens.Separator,
            ["mask_token"] = SpecialTokens.Mask,
        };
        foreach ((string role, JsonNode? token) in specialTokens)
        {
            configuration[role] = token!.DeepClone();
        }

        Write(TokenizerFile, Describe(tokenizer, tokens, stripAccents).ToJsonString(Indented));
        Write(VocabularyFile, string.Join('\n', tokens));
        Write(ConfigurationFile, configuration.ToJsonString(Indented));
        Write(SpecialTokensFile, specialTokens.ToJsonString(Indented));

        void Write(string name, string content) => File.WriteAllText(Path.Combine(modelDirectory, name), content + "\n");
    }

    private static JsonObject Describe(WordPieceTokenizer tokenizer, IReadOnlyList<string> tokens, bool? stripAccents) => new()
    {
        ["version"] = "1.0",
        ["truncation"] = null,
        ["padding"] = null,
        ["added_tokens"] = new JsonArray([.. SpecialTokens.All.OrderBy(token => tokenizer.Id(token)).Select(token => new JsonObject
        {
            ["id"] = tokenizer.Id(token),
            ["content"] = token,
            ["single_word"] = false,
            ["lstrip"] = false,
            ["rstrip"] = false,
            ["normalized"] = false,
            ["special"] = true,
        })]),
        ["normalizer"] = new JsonObject
        {
            ["type"] = "BertNormalizer",
            ["clean_text"] = true,
            ["handle_chinese_chars"] = true,
            ["strip_accents"] = stripAccents,
            ["lowercase"] = tokenizer.Lowercase,
        },
        ["pre_tokenizer"] = new JsonObject { ["type"] = "BertPreTokenizer" },
        ["post_processor"] = new JsonObject
        {
            ["type"] = "BertProcessing",
            ["sep"] = new JsonArray(SpecialTokens.Separator, tokenizer.SeparatorId),
            ["cls"] = new JsonArray(SpecialTokens.Classification, tokenizer.ClassificationId),
        },
        ["decoder"] = new JsonObject { ["type"] = "WordPiece", ["prefix"] = PieceTrie.ContinuationPrefix, ["cleanup"] = true },
        ["model"] = new JsonObject
        {
            ["type"] = "WordPiece",
            ["unk_token"] = SpecialTokens.Unknown,
            ["continuing_subword_prefix"] = PieceTrie.ContinuationPrefix,
            ["max_input_chars_per_word"] = BertNormalizer.MaximumWordLength,
            ["vocab"] = new JsonObject(tokens.Select((token, id) => KeyValuePair.Create(token, (JsonNode?)id))),
        },
    };

    private static WordPieceTokenizer ReadTokenizer(JsonObject file)
    {
        JsonObject normalizer = Section(file, "normalizer");
        Require(normalizer, "normalizer", "type", "BertNormalizer");
        Require(normalizer, "normalizer", "clean_text", true);
        Require(normalizer, "normalizer", "handle_chinese_chars", true);
        Require(Section(file, "pre_tokenizer"), "pre_tokenizer", "type", "BertPreTokenizer");
        JsonObject model = Section(file, "model");
        if (model.ContainsKey("type"))
        {
            Require(model, "model", "type", "WordPiece");
        }

        Require(model, "model", "unk_token", SpecialTokens.Unknown);
        Require(model, "model", "continuing_subword_prefix", PieceTrie.ContinuationPrefix);
        Require(model, "model", "max_input_chars_per_word", BertNormalizer.MaximumWordLength);

        JsonObject vocabulary = model["vocab"] as JsonObject ?? throw new InvalidDataException("'model.vocab' must be an object.");
        string?[] tokens = new string?[vocabulary.Count];
        foreach ((string token, JsonNode? value) in vocabulary)
        {
            int id = value!.GetValue<int>();
            if ((uint)id >= (uint)tokens.Length || tokens[id] is not null)
            {
                throw new InvalidDataException($"The ids of 'model.vocab' must run from 0 to {tokens.Length - 1}, each once; {id} does not fit.");
            }

            tokens[id] = token;
        }

        foreach (JsonNode? added in file["added_tokens"] as JsonArray ?? [])
        {
            string content = added!["content"]!.GetValue<string>();
            if (!vocabulary.ContainsKey(content))
            {
                throw new InvalidDataException("'added_tokens' has a token that 'model.vocab' lacks; added tokens are not supported.");
            }
        }

        return new WordPieceTokenizer(tokens!, normalizer["lowercase"]!.GetValue<bool>(), normalizer["strip_accents"]?.GetValue<bool>());
    }

    private static WordPieceTokenizer ReadVocabulary(string vocabulary, string configuration)
    {
        string[] tokens = File.ReadAllLines(vocabulary, new UTF8Encoding(false, throwOnInvalidBytes: true));
        JsonObject options = File.Exists(configuration) ? ReadObject(configuration) : [];
        return new WordPieceTokenizer(tokens, options["do_lower_case"]?.GetValue<bool>() ?? true, options["strip_accents"]?.GetValue<bool>());
    }

    private static JsonObject ReadObject(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return JsonNode.Parse(stream) as JsonObject ?? throw new InvalidDataException($"{Path.GetFileName(path)} must hold a JSON object.");
    }

    private static JsonObject Section(JsonObject file, string name) =>
        file[name] as JsonObject ?? throw new InvalidDataException($"'{name}' must be an object.");

    private static void Require<T>(JsonObject section, string path, string name, T expected)
    {
        T? found = section[name] is JsonValue value && value.TryGetValue(out T? given) ? given : default;
        if (!EqualityComparer<T>.Default.Equals(found, expected))
        {
            throw new InvalidDataException($"'{path}.{name}' must be {expected}.");
        }
    }

    private static WordPieceTokenizer Parse(string file, Func<WordPieceTokenizer> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is JsonException or InvalidDataException or DecoderFallbackException or ArgumentException
            or InvalidOperationException or FormatException or NullReferenceException)
        {
            throw Refuse(file, $"{file} cannot be used: {exception.Message}");
        }
    }

    private static RefusalException Refuse(string file, string message) => new(RefusalKind.Invalid, ProblemCodes.InvalidModelDirectory, message)
    {
        Problems = [new Problem(ProblemCodes.InvalidModelDirectory, message) { File = file }],
        ProblemCount = 1,
    };
}
