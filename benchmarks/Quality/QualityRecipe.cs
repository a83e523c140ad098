using System.Text.Json.Serialization;
using Hone.Domain.Jobs.Specifications;
using Hone.Domain.Problems;
using Hone.Domain.Tasks;

namespace Hone.Benchmarks.Quality;

/// <summary>How a task is learnt: what the requests of the service would say.</summary>
internal sealed record QualityRecipe
{
    /// <summary>How a base is pretrained, and on which texts; null learns from scratch.</summary>
    public PretrainSpecification? Pretrain { get; init; }

    /// <summary>How the task is learnt. Architecture and tokenizer are given without a base only.</summary>
    public required FinetuneSpecification Finetune { get; init; }

    /// <summary>How the task is learnt by low-rank updates (LoRA) instead, for the line that both are compared on.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FinetuneSpecification? Lora { get; init; }

    /// <summary>How the task is learnt with one seed, from the base if there is one.</summary>
    public FinetuneSpecification FinetuneWith(long seed) => Finetune with { Base = Pretrain?.Model, Training = Finetune.Training with { Seed = seed } };

    /// <summary>The network.</summary>
    [JsonIgnore]
    public ArchitectureOptions Architecture => ((Pretrain is null ? Finetune.Architecture : Pretrain.Architecture) ?? new()).Resolve();

    /// <summary>The tokenizer.</summary>
    [JsonIgnore]
    public TokenizerOptions Tokenizer => ((Pretrain is null ? Finetune.Tokenizer : Pretrain.Tokenizer) ?? new()).ResolveFor(Architecture.Family);

    /// <summary>Refuses what the service would refuse.</summary>
    /// <exception cref="RefusalException">The recipe cannot be followed.</exception>
    public void RequireValid(TaskKind task)
    {
        ProblemList problems = [];
        problems.AddRange(Pretrain?.Validate() ?? []);
        problems.AddRange(FinetuneWith(Finetune.Seed).Validate());
        problems.AddRange(Finetune.ValidateFor(task, Architecture.Family));
        problems.AddRange(Lora?.Validate() ?? []);
        problems.AddRange(Lora?.ValidateFor(task, Architecture.Family) ?? []);
        problems.ThrowIfAny();
    }
}
