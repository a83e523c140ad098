using Hone.Domain.Jobs.Specifications;
using Hone.Training.Architectures;
using Hone.Training.Optimization;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Hone.Training.Strategies;

/// <summary>
/// Which weights of a network learn, when, and how fast: its layers are groups of parameters, from the embeddings at the bottom to the head at the top,
/// and each has its part of the learning rate.
/// </summary>
internal sealed class FinetuningStrategy
{
    private readonly StrategyOptions options;
    private readonly nn.Module model;
    private readonly Backbone backbone;
    private readonly IAdaptable[] adapted;

    private FinetuningStrategy(StrategyOptions options, nn.Module model, Backbone backbone)
    {
        this.options = options;
        this.model = model;
        this.backbone = backbone;
        adapted = options.Kind == StrategyKind.Lora ? [.. backbone.modules().OfType<IAdaptable>()] : [];
    }

    /// <summary>Prepares a network, before it is moved to its device: puts to rest what is never to learn, and adds what is to learn instead.</summary>
    public static FinetuningStrategy Prepare<TModel>(StrategyOptions options, TModel model)
        where TModel : nn.Module, IBackboneModel
    {
        FinetuningStrategy strategy = new(options, model, model.Backbone);
        if (options.Kind is StrategyKind.HeadOnly or StrategyKind.Lora)
        {
            foreach (Parameter parameter in model.Backbone.parameters())
            {
                parameter.requires_grad = false;
            }
        }

        int rank = options.Rank ?? 8;
        LowRankOptions updates = new(options.TargetsFor(model.Backbone.Family), rank, options.Alpha ?? (2 * rank), options.Dropout ?? 0);
        foreach (IAdaptable layer in strategy.adapted)
        {
            layer.Adapt(updates);
        }

        return strategy;
    }

    /// <summary>How many weights learn at some time.</summary>
    public long CountLearning() => model.parameters().Where(parameter => parameter.requires_grad).Sum(parameter => parameter.numel());

    /// <summary>The groups of the network's parameters, with their parts of the learning rate. Call it once the network is on its device.</summary>
    public ParameterGroups Group()
    {
        ParameterGroups groups = new(backbone.Groups.Count + 1);
        foreach ((int group, IReadOnlyList<nn.Module> modules) in backbone.Groups.Index())
        {
            foreach (Parameter parameter in modules.SelectMany(module => module.parameters()))
            {
                groups.Assign(parameter, group);
            }
        }

        for (int group = 0; group < groups.Rates.Length; group++)
        {
            groups.Rates[group] = Rate(group);
        }

        return groups;
    }

    /// <summary>Wakes the layers that learn from an epoch on, and lets those below them rest.</summary>
    /// <param name="groups">What <see cref="Group"/> gave.</param>
    /// <param name="epoch">Counts from 0.</param>
    /// <param name="epochs">Epochs in all.</param>
    public void BeginEpoch(ParameterGroups groups, int epoch, int epochs)
    {
        if (options.Kind != StrategyKind.GradualUnfreeze)
        {
            return;
        }

        int layers = backbone.Groups.Count;
        int perEpoch = options.LayersPerEpoch ?? (int)Math.Ceiling(layers / Math.Max(1, epochs / 2.0));
        int resting = Math.Max(0, layers - (epoch * perEpoch));
        for (int group = 0; group < layers; group++)
        {
            bool learns = group >= resting;
            groups.Rates[group] = learns ? Rate(group) : 0;
            foreach (Parameter parameter in backbone.Groups[group].SelectMany(module => module.parameters()))
            {
                parameter.requires_grad = learns; // gradients are not computed further down than the lowest layer that learns
            }
        }
    }

    /// <summary>Makes the network whole again once it has learnt.</summary>
    public void Complete()
    {
        foreach (IAdaptable layer in adapted)
        {
            layer.Merge();
        }
    }

    private double Rate(int group) => Math.Pow(options.LayerDecay, backbone.Groups.Count - group);
}
