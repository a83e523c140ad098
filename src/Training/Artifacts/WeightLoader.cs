using Hone.Domain.Problems;
using Hone.Training.Architectures;
using static TorchSharp.torch;

namespace Hone.Training.Artifacts;

/// <summary>
/// Copies the weights of a model directory into a network, under whichever of its names a checkpoint has them, and collects everything that is
/// wrong. Numbers of 16, 32 and 64 bits become the network's own format; other formats are refused.
/// </summary>
internal sealed class WeightLoader : IDisposable
{
    private const int MostNamed = 10;

    private static readonly ScalarType[] Formats = [ScalarType.Float32, ScalarType.Float16, ScalarType.BFloat16, ScalarType.Float64];

    private readonly WeightFiles files;
    private readonly TensorNaming naming;
    private readonly Dictionary<string, string> names = [];
    private readonly HashSet<string> used = [];
    private readonly ProblemList problems = new();

    private WeightLoader(WeightFiles files, TensorNaming naming)
    {
        this.files = files;
        this.naming = naming;
        foreach (string name in files.Names)
        {
            names.TryAdd(naming.Canonical(name), name);
        }

        // A tensor that bears the very name goes before one that could be meant by it.
        foreach (string name in files.Names)
        {
            names[name] = name;
        }
    }

    /// <summary>What the checkpoint has and no network took, constants of other implementations left out.</summary>
    public IReadOnlyList<string> Unused => [.. files.Names.Where(name => !used.Contains(name) && !naming.IsBuffer(name) && !naming.OtherNames.ContainsKey(name)).Order(StringComparer.Ordinal)];

    /// <summary>Opens the weights of a directory.</summary>
    /// <param name="directory">The model directory.</param>
    /// <param name="modelType">The kind of network that it says it holds.</param>
    /// <exception cref="RefusalException">The files are missing or not sound.</exception>
    public static WeightLoader Open(string directory, string modelType) => new(WeightFiles.Open(directory), TensorNaming.Of(modelType));

    /// <summary>A list of names for a message, cut where it is long.</summary>
    public static string List(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(MostNamed).Select(name => $"'{name}'")) + (names.Count > MostNamed ? $" and {names.Count - MostNamed} more" : string.Empty);

    /// <summary>
    /// Refuses a configuration of a far larger network than the files have weights for, before memory is taken for it. Smaller differences show as
    /// missing tensors and wrong shapes.
    /// </summary>
    public void RequireWeightsFor(double expected)
    {
        const double Slack = 1 << 16;
        if (expected > (2.0 * files.Elements) + Slack)
        {
            throw Checkpoint.Refuse(FormattableString.Invariant($"It describes a network of about {expected:N0} weights; the files hold {files.Elements:N0}."));
        }
    }

    /// <summary>The shape of a tensor; null where the checkpoint has none of this name.</summary>
    public IReadOnlyList<long>? ShapeOf(string name) => names.TryGetValue(name, out string? source) ? files.Find(source)!.Shape : null;

    /// <summary>Whether the checkpoint has any of these weights.</summary>
    public bool HasAny(IEnumerable<NamedTensor> weights) => weights.Any(weight => names.ContainsKey(weight.Name));

    /// <summary>Overwrites weights by those of the checkpoint.</summary>
    public void Load(IEnumerable<NamedTensor> weights)
    {
        using IDisposable noGrad = no_grad();
        foreach (NamedTensor weight in weights)
        {
            using IDisposable scope = NewDisposeScope();
            if (!names.TryGetValue(weight.Name, out string? source))
            {
                problems.Add(new Problem(ProblemCodes.InvalidModelDirectory, $"The tensor '{weight.Name}' is missing.") { File = WeightFiles.SingleFile, Field = weight.Name });
                continue;
            }

            used.Add(source);
            TensorInfo info = files.Find(source)!;
            if (!Formats.Contains(info.Type))
            {
                Report(source, $"is of {info.Type}; weights must be floating-point numbers.");
            }
            else if (!info.Shape.SequenceEqual(weight.Tensor.shape))
            {
                Report(source, $"is [{string.Join(", ", info.Shape)}]; [{string.Join(", ", weight.Tensor.shape)}] is needed.");
            }
            else
            {
                weight.Tensor.copy_(files.Read(source));
                if (!isfinite(weight.Tensor).all().item<bool>())
                {
                    Report(source, "holds a number that is not finite.");
                }
            }
        }
    }

    /// <summary>Throws what is wrong with what was loaded, and with an output matrix that is not the word embeddings.</summary>
    /// <exception cref="RefusalException">Tensors are missing, of a wrong shape or format, or not numbers; each is named.</exception>
    public void ThrowIfAny()
    {
        CheckTiedMatrix();
        problems.ThrowIfAny(ProblemCodes.InvalidModelDirectory, "The weights do not fit the configuration.");
    }

    /// <inheritdoc/>
    public void Dispose() => files.Dispose();

    private void CheckTiedMatrix()
    {
        if (problems.Total > 0 || naming.TiedMatrix is null || !names.TryGetValue(naming.TiedMatrix, out string? matrix) || !names.TryGetValue(naming.WordEmbeddings!, out string? words))
        {
            return;
        }

        used.Add(matrix);
        using IDisposable scope = NewDisposeScope();
        if (!files.Find(matrix)!.Shape.SequenceEqual(files.Find(words)!.Shape) || !(files.Read(matrix) == files.Read(words)).all().item<bool>())
        {
            Report(matrix, "is not the same as the word embeddings; networks with an output matrix of their own are not read.");
        }
    }

    private void Report(string tensor, string reason) =>
        problems.Add(new Problem(ProblemCodes.InvalidModelDirectory, $"The tensor '{tensor}' {reason}") { File = files.FileOf(tensor), Field = tensor });
}
