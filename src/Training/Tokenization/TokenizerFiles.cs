using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hone.Domain.Problems;
using Hone.Training.Segmentation;

namespace Hone.Training.Tokenization;

/// <summary>The tokenizer's files in a model directory, in the layout of Hugging Face's libraries.</summary>
internal static class TokenizerFiles
{
    /// <summary>All of a tokenizer.</summary>
    public const string TokenizerFile = "tokenizer.json";

    /// <summary>What <c>transformers</c> adds to it.</summary>
    public const string ConfigurationFile = "tokenizer_config.json";

    /// <summary>The special tokens by their roles.</summary>
    public const string SpecialTokensFile = "special_tokens_map.json";

    /// <summary>How all of these files are written.</summary>
    public static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>UTF-8 that does not pass over broken bytes.</summary>
    public static readonly Encoding StrictUtf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads the tokenizer of a model directory.</summary>
    /// <exception cref="RefusalException">The files are missing, broken, or of a tokenizer that is not read.</exception>
    public static Tokenizer Load(string modelDirectory)
    {
        (string File, Func<Tokenizer> Read)[] sources =
        [
            (TokenizerFile, () => Read(Path.Combine(modelDirectory, TokenizerFile))),
            (ByteBpeFiles.VocabularyFile, () => ByteBpeFiles.ReadVocabulary(modelDirectory)),
            (WordPieceFiles.VocabularyFile, () => WordPieceFiles.ReadVocabulary(modelDirectory)),
        ];
        foreach ((string file, Func<Tokenizer> read) in sources)
        {
            if (File.Exists(Path.Combine(modelDirectory, file)))
            {
                Tokenizer tokenizer = OrRefuse(file, read);
                tokenizer.Segmenter = WordFile.Read(modelDirectory);
                return tokenizer;
            }
        }

        throw Refuse(TokenizerFile, $"The model directory has no {string.Join(", ", sources[..^1].Select(source => source.File))} or {sources[^1].File}.");
    }

    /// <summary>Reads a JSON file.</summary>
    public static T Deserialize<T>(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return JsonSerializer.Deserialize<T>(stream, Options) ?? throw new InvalidDataException("it must hold a JSON object");
    }

    /// <summary>Reads <c>tokenizer_config.json</c>, or null where there is none.</summary>
    public static T? ReadConfiguration<T>(string modelDirectory)
        where T : class
    {
        string path = Path.Combine(modelDirectory, ConfigurationFile);
        return File.Exists(path) ? Deserialize<T>(path) : null;
    }

    /// <summary>Writes the files that tokenizers of every kind have.</summary>
    /// <param name="modelDirectory">An existing directory.</param>
    /// <param name="tokenizer">What <c>tokenizer.json</c> is to hold.</param>
    /// <param name="configuration">What <c>tokenizer_config.json</c> is to hold beside the special tokens.</param>
    /// <param name="specialTokens">The special tokens by their roles.</param>
    public static void Write<T>(string modelDirectory, T tokenizer, JsonObject configuration, IReadOnlyDictionary<string, string> specialTokens)
    {
        foreach ((string role, string token) in specialTokens)
        {
            configuration[role] = token;
        }

        Write(modelDirectory, TokenizerFile, JsonSerializer.Serialize(tokenizer, Options));
        Write(modelDirectory, ConfigurationFile, configuration.ToJsonString(Options));
        Write(modelDirectory, SpecialTokensFile, JsonSerializer.Serialize(specialTokens, Options));
    }

    /// <summary>Writes a file, ended by a line break.</summary>
    public static void Write(string modelDirectory, string file, string content) =>
        File.WriteAllText(Path.Combine(modelDirectory, file), content + "\n");

    /// <summary>Throws where a rule of a file is not kept.</summary>
    /// <exception cref="InvalidDataException">It does not hold.</exception>
    public static void Require(bool holds, string rule)
    {
        if (!holds)
        {
            throw new InvalidDataException(rule);
        }
    }

    private static Tokenizer Read(string path)
    {
        JsonElement file = Deserialize<JsonElement>(path);
        return ModelType(file) switch
        {
            "WordPiece" => WordPieceFiles.Read(Read<WordPieceJson>(file)),
            "BPE" => ByteBpeFiles.Read(Read<ByteBpeJson>(file)),
            "WordLevel" => CharFiles.Read(Read<CharJson>(file)),
            string other => throw new InvalidDataException($"'model.type' must be WordPiece, BPE or WordLevel, not {other}"),
        };
    }

    private static T Read<T>(JsonElement file) => file.Deserialize<T>(Options) ?? throw new InvalidDataException("it must hold a JSON object");

    /// <summary>The kind of model; old files do not name it.</summary>
    private static string ModelType(JsonElement file)
    {
        Require(
            file.ValueKind == JsonValueKind.Object && file.TryGetProperty("model", out JsonElement model) && model.ValueKind == JsonValueKind.Object,
            "it must hold a JSON object with a 'model'");
        model = file.GetProperty("model");
        return model.TryGetProperty("type", out JsonElement type) ? type.ToString()
            : model.TryGetProperty("merges", out _) ? "BPE"
            : "WordPiece";
    }

    private static Tokenizer OrRefuse(string file, Func<Tokenizer> read)
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
