using System.Text.Json;
using System.Text.Json.Nodes;
using Hone.Benchmarks.CommandLine;
using Hone.Domain;

namespace Hone.Benchmarks.Quality;

/// <summary>What a file changes in a recipe: a JSON object that is merged into it (RFC 7396), so that it says only what is to be different.</summary>
internal sealed class RecipePatch
{
    private readonly JsonObject? patch;
    private readonly string source;

    private RecipePatch(JsonObject? patch, string source)
    {
        this.patch = patch;
        this.source = source;
    }

    /// <summary>Changes nothing.</summary>
    public static RecipePatch None { get; } = new(null, string.Empty);

    /// <summary>Reads a file.</summary>
    /// <exception cref="UsageException">There is no such file, or no JSON object in it.</exception>
    public static RecipePatch Read(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path), path);
        }
        catch (IOException fault)
        {
            throw new UsageException($"The recipe cannot be read: {fault.Message}");
        }
    }

    /// <summary>Reads a text.</summary>
    /// <param name="json">The JSON object.</param>
    /// <param name="source">Where it is from, for messages.</param>
    /// <exception cref="UsageException">It is no JSON object.</exception>
    public static RecipePatch Parse(string json, string source)
    {
        try
        {
            JsonDocumentOptions options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
            return new RecipePatch(JsonNode.Parse(json, documentOptions: options) as JsonObject ?? throw new UsageException($"{source} holds no JSON object."), source);
        }
        catch (JsonException fault)
        {
            throw new UsageException($"{source} is not JSON: {fault.Message}");
        }
    }

    /// <summary>The recipe with what is different in it: objects are merged, <c>null</c> takes a member away, anything else takes its place.</summary>
    /// <exception cref="UsageException">It does not make a recipe.</exception>
    public T Apply<T>(T recipe)
        where T : notnull
    {
        if (patch is null)
        {
            return recipe;
        }

        try
        {
            JsonNode merged = Merge(JsonSerializer.SerializeToNode(recipe, HoneJson.Options), patch)!;
            return merged.Deserialize<T>(HoneJson.Options)!;
        }
        catch (JsonException fault)
        {
            throw new UsageException($"{source} does not make a recipe: {fault.Message}");
        }
    }

    private static JsonNode? Merge(JsonNode? target, JsonNode? change)
    {
        if (change is not JsonObject members)
        {
            return change?.DeepClone();
        }

        JsonObject merged = target as JsonObject ?? [];
        foreach ((string name, JsonNode? value) in members)
        {
            if (value is null)
            {
                merged.Remove(name);
            }
            else
            {
                JsonNode? former = merged[name];
                merged.Remove(name);
                merged[name] = Merge(former, value);
            }
        }

        return merged;
    }
}
