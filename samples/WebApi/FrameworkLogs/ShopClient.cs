using System.Diagnostics;
using System.Net.Http.Json;

namespace WebApi.FrameworkLogs;

/// <summary>Sends requests to the shop, and sends them again while the shop is being deployed.</summary>
internal sealed class ShopClient : IDisposable
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpClient _http;
    private long _count;
    private long _failures;

    public ShopClient(Uri address)
    {
        var handler = new SocketsHttpHandler { ActivityHeadersPropagator = null, UseCookies = false, UseProxy = false };
        _http = new HttpClient(handler) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };
    }

    /// <summary>Raised for each answer, on any thread.</summary>
    public event Action<ShopAnswer>? Answered;

    /// <summary>The number of answered requests.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>The number of answers with a status of 500 or more. Healthy traffic on a machine with room has none.</summary>
    public long Failures => Interlocked.Read(ref _failures);

    /// <summary>Sends a request. Returns its status, and the answer's content if it is one of success.</summary>
    public async Task<(int Status, T? Content)> SendAsync<T>(ShopRequest what, HttpMethod method, string path, object? body = null)
        where T : class
    {
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            var began = Stopwatch.GetTimestamp();
            using var request = new HttpRequestMessage(method, path);
            request.Content = body is null ? null : JsonContent.Create(body, body.GetType(), options: AppJson.Default.Options);
            try
            {
                using var response = await _http.SendAsync(request);
                var content = response.IsSuccessStatusCode && typeof(T) != typeof(object)
                    ? (T?)await response.Content.ReadFromJsonAsync(typeof(T), AppJson.Default.Options)
                    : null;
                Interlocked.Increment(ref _count);
                Interlocked.Add(ref _failures, response.StatusCode >= System.Net.HttpStatusCode.InternalServerError ? 1 : 0);
                Answered?.Invoke(new ShopAnswer(what, (int)response.StatusCode, began, Stopwatch.GetElapsedTime(began)));
                return ((int)response.StatusCode, content);
            }
            catch (HttpRequestException) when (Stopwatch.GetElapsedTime(since) < Patience)
            {
                await Task.Delay(RetryDelay);
            }
        }
    }

    /// <summary>Waits until so many requests are answered.</summary>
    public async Task UntilAsync(long count)
    {
        while (Count < count)
        {
            await Task.Delay(RetryDelay);
        }
    }

    public void Dispose() => _http.Dispose();
}
