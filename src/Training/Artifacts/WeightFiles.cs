using System.Text.Json;
using System.Text.Json.Serialization;
using Hone.Domain.Problems;
using TorchSharp;

namespace Hone.Training.Artifacts;

/// <summary>
/// The weights of a model directory: <c>model.safetensors</c>, or the shards that <c>model.safetensors.index.json</c> names. The index is
/// Hugging Face's: its <c>weight_map</c> gives the file of each tensor.
/// </summary>
public sealed class WeightFiles : IDisposable
{
    /// <summary>The name of the index of shards.</summary>
    public const string IndexFile = "model.safetensors.index.json";

    /// <summary>The name of weights in one file.</summary>
    public const string SingleFile = "model.safetensors";

    /// <summary>How the names of weights end that are pickles, and never read.</summary>
    private static readonly IReadOnlyList<string> PickleExtensions = [".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle"];

    private readonly IReadOnlyDictionary<string, SafetensorsFile> shards;
    private readonly Dictionary<string, (string Shard, TensorInfo Info)> tensors = [];

    private WeightFiles(IReadOnlyDictionary<string, SafetensorsFile> shards)
    {
        this.shards = shards;
    }

    /// <summary>The tensors of all files by name.</summary>
    public IEnumerable<string> Names => tensors.Keys;

    /// <summary>Numbers in all tensors together.</summary>
    public long Elements => tensors.Values.Sum(tensor => tensor.Info.Shape.Aggregate(1L, (product, size) => product * size));

    /// <summary>Whether a file of this name is a pickle, which a reader would have to execute.</summary>
    public static bool IsPickle(string file) => PickleExtensions.Contains(Path.GetExtension(file).ToLowerInvariant());

    /// <summary>The refusal of a model whose weights are pickles only.</summary>
    public static RefusalException RefusePickle(string file)
    {
        string message = $"The weights are a pickle ('{file}'), which is a program and is not run here. Convert them where you trust them: "
            + "load the model with transformers and call save_pretrained(folder, safe_serialization=True), or pass the state dict to safetensors.torch.save_file.";
        return new RefusalException(RefusalKind.Invalid, ProblemCodes.PickleWeights, message)
        {
            Problems = [new Problem(ProblemCodes.PickleWeights, message) { File = file }],
            ProblemCount = 1,
        };
    }

    /// <summary>The weight files that a directory has, in the order of their names; of shards those that the index names.</summary>
    /// <exception cref="RefusalException">There are none, only pickles, or an index that is not one.</exception>
    public static IReadOnlyList<string> In(string directory)
    {
        if (File.Exists(Path.Combine(directory, SingleFile)))
        {
            return [SingleFile];
        }

        if (File.Exists(Path.Combine(directory, IndexFile)))
        {
            return [.. ReadIndex(directory).Values.Distinct().Order(StringComparer.Ordinal)];
        }

        string? pickle = Directory.EnumerateFiles(directory).Select(Path.GetFileName).Order(StringComparer.Ordinal).FirstOrDefault(name => IsPickle(name!));
        throw pickle is null ? Refuse(SingleFile, $"The model directory has no {SingleFile} and no {IndexFile}.") : RefusePickle(pickle);
    }

    /// <summary>Opens the weights of a directory and checks the layout of every file.</summary>
    /// <exception cref="RefusalException">A file is missing or not sound, or is not what the index says of it; every problem is named.</exception>
    public static WeightFiles Open(string directory)
    {
        IReadOnlyList<string> files = In(directory);
        Dictionary<string, SafetensorsFile> opened = [];
        WeightFiles weights = new(opened);
        ProblemList problems = new();
        try
        {
            foreach (string file in files)
            {
                try
                {
                    opened.Add(file, SafetensorsFile.Open(Path.Combine(directory, file)));
                }
                catch (FileNotFoundException)
                {
                    problems.Add(new Problem(ProblemCodes.InvalidModelDirectory, $"The shard '{file}' is missing.") { File = file });
                }
                catch (RefusalException refusal)
                {
                    problems.AddRange(refusal.Problems);
                }
            }

            weights.Collect(files is [SingleFile] ? null : ReadIndex(directory), problems);
            problems.ThrowIfAny(ProblemCodes.InvalidModelDirectory, problems.Count > 0 ? problems[0].Message : string.Empty);
            return weights;
        }
        catch
        {
            weights.Dispose();
            throw;
        }
    }

    /// <summary>Where a tensor is and how it is stored; null where there is none of this name.</summary>
    public TensorInfo? Find(string name) => tensors.TryGetValue(name, out (string Shard, TensorInfo Info) tensor) ? tensor.Info : null;

    /// <summary>The file that a tensor is in.</summary>
    public string FileOf(string name) => tensors[name].Shard;

    /// <summary>Reads one tensor, which is the caller's to dispose of.</summary>
    public torch.Tensor Read(string name) => shards[tensors[name].Shard].Read(name);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (SafetensorsFile shard in shards.Values)
        {
            shard.Dispose();
        }
    }

    private static Dictionary<string, string> ReadIndex(string directory)
    {
        Index? index;
        try
        {
            index = JsonSerializer.Deserialize<Index>(File.ReadAllBytes(Path.Combine(directory, IndexFile)));
        }
        catch (JsonException fault)
        {
            throw Refuse(IndexFile, $"'{IndexFile}' cannot be used: {fault.Message}");
        }

        if (index?.WeightMap is not { Count: > 0 } map)
        {
            throw Refuse(IndexFile, $"'{IndexFile}' has no weight_map.");
        }

        ProblemList problems = new();
        foreach (string shard in map.Values.Distinct())
        {
            if (shard is null || shard != Path.GetFileName(shard) || shard.Contains('\\') || !shard.EndsWith(".safetensors", StringComparison.Ordinal))
            {
                problems.Add(new Problem(ProblemCodes.InvalidModelDirectory, $"The index names the shard '{shard}', which is not the name of a safetensors file beside it.") { File = IndexFile });
            }
        }

        problems.ThrowIfAny(ProblemCodes.InvalidModelDirectory, problems.Count > 0 ? problems[0].Message : string.Empty);
        return map;
    }

    private void Collect(IReadOnlyDictionary<string, string>? map, ProblemList problems)
    {
        foreach ((string file, SafetensorsFile shard) in shards)
        {
            foreach ((string name, TensorInfo info) in shard.Tensors)
            {
                if (map is null || map.GetValueOrDefault(name) == file)
                {
                    tensors.Add(name, (file, info));
                }
            }
        }

        foreach ((string name, string file) in map ?? new Dictionary<string, string>())
        {
            if (shards.ContainsKey(file) && !tensors.ContainsKey(name))
            {
                problems.Add(new Problem(ProblemCodes.InvalidModelDirectory, $"The index puts the tensor '{name}' into '{file}', which does not hold it.") { File = IndexFile, Field = name });
            }
        }
    }

    private static RefusalException Refuse(string file, string message) => new(RefusalKind.Invalid, ProblemCodes.InvalidModelDirectory, message)
    {
        Problems = [new Problem(ProblemCodes.InvalidModelDirectory, message) { File = file }],
        ProblemCount = 1,
    };

    private sealed record Index
    {
        [JsonPropertyName("weight_map")]
        public Dictionary<string, string>? WeightMap { get; init; }
    }
}
