using System.Net;
using Hone.Api.Corpora;
using Hone.Api.Datasets;

namespace Hone.Api.Tests.BadInput;

/// <summary>
/// A service with small limits, so that beyond them is near, that has a corpus and a data set, both named <c>taken</c>. Nothing that its
/// tests send may change what it keeps.
/// </summary>
public sealed class BadInputService : IAsyncLifetime
{
    private static readonly string[] Settings =
    [
        "Limits:RequestBytes=5000",
        "Limits:UploadBytes=60000",
        "Limits:FormFieldBytes=1000",
        "Limits:Corpus:Documents=10",
        "Limits:Corpus:DocumentCharacters=1000",
        "Limits:Corpus:LineBytes=5000",
        "Limits:Dataset:Rows=20",
        "Limits:Dataset:Labels=5",
        "Limits:Dataset:TextCharacters=1000",
        "Limits:Dataset:RowBytes=5000",
        "Workers:Count=0",
    ];

    private HoneService? service;
    private IReadOnlyList<string>? inventory;

    public HoneService Service => service ?? throw new InvalidOperationException("The service is not started.");

    public async ValueTask InitializeAsync()
    {
        service = await HoneService.StartAsync(Settings);
        using HttpResponseMessage corpus = await service.Client.PostAsync("/corpora?name=taken", new StringContent("a document"));
        await corpus.ReadAsync<CorpusResponse>(HttpStatusCode.Created);
        using HttpResponseMessage dataset = await service.Client.SendAsync(
            Uploads.Dataset("taken", Uploads.File("train.csv", "text,label\na,x\nb,y\nc,x\nd,y\n")));
        await dataset.ReadAsync<DatasetResponse>(HttpStatusCode.Created);
        inventory = await service.InventoryAsync();
    }

    public ValueTask DisposeAsync() => Service.DisposeAsync();

    /// <summary>Holds that nothing was stored or left behind since the start.</summary>
    public async Task AssertNothingIsLeftAsync() => Assert.Equal(inventory!, await Service.InventoryAsync());

    /// <summary>The same as soon as the service has noticed that its client is gone.</summary>
    public Task WaitUntilNothingIsLeftAsync() => Service.WaitUntilAsync(now => now.SequenceEqual(inventory!));
}
