using System.Text.Json.Nodes;
using Hone.Domain.Problems;
using Hone.Training.Architectures;

namespace Hone.Training.Artifacts;

/// <summary>What reading the models of all tasks has in common.</summary>
internal static class TaskCheckpoint
{
    /// <summary>Reads a model with all its weights, in fp32 on the CPU.</summary>
    /// <param name="directory">The model directory.</param>
    /// <param name="build">Builds the model on a backbone; it is given <c>config.json</c> and the weights that are to be loaded.</param>
    /// <exception cref="RefusalException">The directory does not hold one, or tensors are missing or of a wrong shape.</exception>
    public static TModel Load<TModel>(string directory, Func<JsonObject, Backbone, WeightLoader, TModel> build)
        where TModel : TorchSharp.torch.nn.Module, IBackboneModel
    {
        JsonObject json = Checkpoint.ReadConfiguration(directory);
        using WeightLoader loader = WeightLoader.Open(directory, Checkpoint.ModelType(json));
        Backbone backbone = BackboneCheckpoint.Build(json, loader);
        TModel? model = null;
        try
        {
            model = build(json, backbone, loader);
            loader.Load(model.NamedTensors());
            loader.ThrowIfAny();
            return model;
        }
        catch
        {
            backbone.Dispose();
            model?.Dispose();
            throw;
        }
    }
}
