using System.Text.Json;
using System.Text.Json.Nodes;
using Hone.Domain;
using Hone.Domain.Jobs.Specifications;

namespace Hone.Benchmarks.Quality;

/// <summary>A recipe as the requests that would follow it: what they say and defaults do not.</summary>
internal static class RecipeText
{
    /// <summary>Names are the user's, and seeds are the table's.</summary>
    private static readonly string[] LeftOut = ["model", "dataset", "base", "seed"];

    /// <summary>The requests, as Markdown.</summary>
    /// <param name="recipe">A <see cref="QualityRecipe"/> as it is kept with figures, by this version of the program or an earlier one.</param>
    public static string Write(JsonElement recipe)
    {
        JsonNode defaults = JsonSerializer.SerializeToNode(
            new QualityRecipe
            {
                Pretrain = new PretrainSpecification { Model = "", Corpora = [] },
                Finetune = new FinetuneSpecification { Model = "", Dataset = "" },
            },
            HoneJson.Options)!;
        JsonNode? given = JsonObject.Create(recipe);
        string finetune = $"fine-tuned with `{Told(given!["finetune"], defaults["finetune"])}`";
        return given["pretrain"] is { } pretrain ? $"pretrained with `{Told(pretrain, defaults["pretrain"])}`, {finetune}" : $"from scratch, {finetune}";
    }

    private static string Told(JsonNode? given, JsonNode? defaults) => (Difference(given, defaults) ?? new JsonObject()).ToJsonString(HoneJson.Options);

    /// <summary>What is not as by default; null when all is.</summary>
    private static JsonNode? Difference(JsonNode? given, JsonNode? defaults)
    {
        if (given is not JsonObject members)
        {
            return JsonNode.DeepEquals(given, defaults) ? null : given?.DeepClone();
        }

        JsonObject told = [];
        foreach ((string name, JsonNode? value) in members)
        {
            if (!LeftOut.Contains(name) && Difference(value, DefaultOf(name, defaults)) is { } different)
            {
                told[name] = different;
            }
        }

        return told.Count == 0 ? null : told;
    }

    /// <summary>The default of a member; of parts that are absent by default, what they hold when they are there.</summary>
    private static JsonNode? DefaultOf(string name, JsonNode? defaults) => (defaults as JsonObject)?[name] ?? name switch
    {
        "architecture" => JsonSerializer.SerializeToNode(new ArchitectureOptions(), HoneJson.Options),
        "tokenizer" => JsonSerializer.SerializeToNode(new TokenizerOptions(), HoneJson.Options),
        _ => null,
    };
}
