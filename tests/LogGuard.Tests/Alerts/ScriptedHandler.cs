using System.Collections.Concurrent;
using System.Net;

namespace LogGuard.Tests.Alerts;

/// <summary>Answers requests as told, and keeps them.</summary>
internal sealed class ScriptedHandler : HttpMessageHandler
{
    private readonly ConcurrentQueue<Func<CancellationToken, Task<HttpResponseMessage>>> _answers = new();

    public ConcurrentQueue<(HttpRequestMessage Request, byte[] Body)> Requests { get; } = new();

    /// <summary>The answer to the next request; without one it is 200.</summary>
    public ScriptedHandler Then(HttpStatusCode status, Action<HttpResponseMessage>? configure = null) => Then(_ =>
    {
        var response = new HttpResponseMessage(status);
        configure?.Invoke(response);
        return Task.FromResult(response);
    });

    public ScriptedHandler Then(Func<CancellationToken, Task<HttpResponseMessage>> answer)
    {
        _answers.Enqueue(answer);
        return this;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests.Enqueue((request, await request.Content!.ReadAsByteArrayAsync(cancellationToken)));
        return _answers.TryDequeue(out var answer) ? await answer(cancellationToken) : new HttpResponseMessage(HttpStatusCode.OK);
    }
}
