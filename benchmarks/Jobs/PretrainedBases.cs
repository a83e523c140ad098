using System.Security.Cryptography;
using System.Text.Json;
using Hone.Benchmarks.CommandLine;
using Hone.Domain;
using Hone.Domain.Jobs.Running;
using Hone.Domain.Jobs.Specifications;

namespace Hone.Benchmarks.Jobs;

/// <summary>
/// Language models to fine-tune, each in a job directory that is named by what it is made of: its specification and the bytes of its texts. What is there
/// already is not made again. A change of the trainer's code is not seen; delete the folder then.
/// </summary>
/// <param name="folder">Where they are.</param>
/// <param name="threads">Threads to compute with.</param>
internal sealed class PretrainedBases(string folder, int? threads)
{
    /// <summary>The model, pretrained now or before.</summary>
    /// <param name="specification">How it is pretrained.</param>
    /// <param name="corpora">The texts that it names.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The finished job, and its model as a job names it.</returns>
    /// <exception cref="MeasurementException">The job failed.</exception>
    public (TrainerJob Job, ModelInput Base) Obtain(PretrainSpecification specification, IReadOnlyList<CorpusInput> corpora, CancellationToken cancellationToken)
    {
        JobDirectory directory = new(Path.Combine(folder, KeyOf(specification, corpora)));
        if (TrainerJob.Find(directory) is null)
        {
            TrainerSpecification job = new() { JobId = Guid.Empty, Device = "cpu", Threads = threads, Pretrain = specification, Corpora = corpora };
            TrainerJob.Run(directory, job, cancellationToken);
        }

        return (TrainerJob.Find(directory)!, new ModelInput(Guid.Empty, specification.Model, 1, directory.Output));
    }

    private static string KeyOf(PretrainSpecification specification, IReadOnlyList<CorpusInput> corpora)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(specification, HoneJson.Options));
        foreach (CorpusInput corpus in corpora)
        {
            using FileStream texts = File.OpenRead(corpus.Path);
            hash.AppendData(SHA256.HashData(texts));
        }

        return Convert.ToHexStringLower(hash.GetCurrentHash())[..16];
    }
}
