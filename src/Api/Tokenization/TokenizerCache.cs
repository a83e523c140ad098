using Hone.Api.Persistence;
using Hone.Domain.Models;
using Hone.Training.Tokenization;
using Microsoft.Extensions.Caching.Memory;

namespace Hone.Api.Tokenization;

/// <summary>Tokenizers that were asked for lately, each read once.</summary>
internal sealed class TokenizerCache(DataDirectory data) : IDisposable
{
    private const int MostTokenizers = 32;

    private readonly MemoryCache cache = new(new MemoryCacheOptions { SizeLimit = MostTokenizers });

    /// <summary>The tokenizer of a version.</summary>
    public Tokenizer Get(ModelVersion version) => cache.GetOrCreate(
        version.Id,
        entry => new Lazy<Tokenizer>(() => Tokenizer.Load(Path.Combine(data.Root, version.Directory))),
        new MemoryCacheEntryOptions { Size = 1 })!.Value;

    /// <inheritdoc/>
    public void Dispose() => cache.Dispose();
}
