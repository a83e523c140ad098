namespace Hone.Api.Serving;

/// <summary>The use of a resident model, until it is disposed.</summary>
/// <param name="model">The model.</param>
/// <param name="giveBack">Ends the use.</param>
internal sealed class ModelLease(ResidentModel model, Action giveBack) : IDisposable
{
    private Action? giveBack = giveBack;

    /// <summary>The model.</summary>
    public ResidentModel Model => model;

    /// <inheritdoc/>
    public void Dispose() => Interlocked.Exchange(ref giveBack, null)?.Invoke();
}
