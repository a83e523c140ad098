using System.Security.Cryptography;
using System.Text;
using TorchSharp;

namespace Hone.Training.Native;

/// <summary>Where chance comes from: one seed of a job decides everything that is drawn in it.</summary>
public static class Seeds
{
    /// <summary>Sets libtorch's generators, which the whole process shares: initial weights and dropout are drawn from them.</summary>
    public static void Set(long seed)
    {
        TorchRuntime.Load();
        torch.random.manual_seed(seed);
        if (torch.cuda.is_available())
        {
            torch.cuda.manual_seed_all(seed);
        }
    }

    /// <summary>
    /// A seed for one purpose (<c>split</c>, <c>shuffle/3</c>, <c>masking</c>): independent of the seeds of other purposes, the same on every machine,
    /// never negative.
    /// </summary>
    public static long Derive(long seed, string purpose)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}:{purpose}"));
        return BitConverter.ToInt64(hash) & long.MaxValue;
    }
}
