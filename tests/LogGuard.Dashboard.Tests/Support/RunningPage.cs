using System.Net;
using System.Security.Claims;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LogGuard.Dashboard.Tests.Support;

/// <summary>A shop with a sign-in that watches its own log and shows the page of LogGuard, on a free port of this machine.</summary>
internal sealed partial class RunningPage : IAsyncDisposable
{
    public const string Hostile = "<script>document.title='hacked'</script><img src=x onerror=alert(1)> {OrderId}";

    private static readonly string[] Steps = ["Order {OrderId} taken", "Order {OrderId} paid", "Order {OrderId} shipped"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    // One training for all tests.
    private static readonly Lazy<Task<PipelineFolder>> Trained = new(TrainAsync);

    private readonly WebApplication _app;
    private readonly PipelineFolder _folder;
    private int _orders;

    private RunningPage(WebApplication app, AnomalyDetector detector, PipelineFolder folder)
    {
        (_app, Detector, _folder) = (app, detector, folder);
        Shop = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Shop");
        Client = NewClient();
    }

    public AnomalyDetector Detector { get; }

    public ILogger Shop { get; }

    /// <summary>Keeps cookies, and follows no redirects.</summary>
    public HttpClient Client { get; }

    public string Address => _app.Urls.First();

    public IServiceProvider Services => _app.Services;

    public static async Task<RunningPage> StartAsync(Action<DashboardOptions>? configure = null, bool learns = true)
    {
        var folder = new PipelineFolder();
        if (learns)
        {
            Copy((await Trained.Value).Path, folder.Path);
        }

        return await StartAsync(folder, configure);
    }

    private static async Task<RunningPage> StartAsync(PipelineFolder folder, Action<DashboardOptions>? configure)
    {
        var options = new AnomalyDetectorOptions { ModelPath = folder.Path, Seed = 19 };
        options.Session.Property = "OrderId";
        options.Training.SessionCount = 1_000_000;
        options.Queue.WhenFull = QueueFullMode.Wait;
        options.Alerts.Webhook.Secret = "not for the page";
        options.Alerts.Webhook.Url = "http://localhost:1/";
        var detector = new AnomalyDetector(options);

        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Logging.AddFilter("Microsoft", LogLevel.None);
        builder.Logging.AddFilter("LogGuard", LogLevel.None);
        builder.Logging.AddAnomalyDetector(detector);
        builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(cookie => cookie.LoginPath = "/sign-in");
        builder.Services.AddAuthorization(rules => rules.AddPolicy("answers", policy => policy.RequireUserName("ann")));
        builder.Services.AddLogGuardDashboard();
        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapGet("/sign-in", () => Results.Content("<!DOCTYPE html><form method=get action=/signed-in><label>Name <input name=user></label><button>Sign in</button></form>", "text/html"));
        app.MapGet("/signed-in", async (HttpContext context, string user) =>
        {
            await context.SignInAsync(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, user)], "test")));
            return Results.LocalRedirect("/logguard/");
        });
        app.MapLogGuard("/logguard", configure);
        await app.StartAsync();
        return new RunningPage(app, detector, folder);
    }

    private static async Task<PipelineFolder> TrainAsync()
    {
        var page = await StartAsync(new PipelineFolder(), configure: null);
        await page.WriteAsync(Enumerable.Repeat<int[]>([0, 1, 2], 300));
        Assert.True(await page.Detector.TrainAsync().WaitAsync(Patience));
        await page.StopAsync();
        return page._folder;
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    public HttpClient NewClient() => new(new HttpClientHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false }) { BaseAddress = new Uri(Address) };

    /// <summary>Logs orders, each a list of steps, and waits until they are judged.</summary>
    public async Task WriteAsync(IEnumerable<int[]> orders)
    {
        foreach (var order in orders)
        {
            var id = $"order{_orders++}";
            foreach (var step in order)
            {
#pragma warning disable CA2254 // The templates are constants of this class.
                Shop.LogInformation(step < 0 ? Hostile : Steps[step], id);
#pragma warning restore CA2254
            }

            Detector.CloseSession(id);
        }

        await Detector.FlushAsync().WaitAsync(Patience);
    }

    /// <summary>An order that is shipped unpaid.</summary>
    public Task WriteUnpaidAsync() => WriteAsync([[0, 2]]);

    /// <summary>The causes, read past the page's cache.</summary>
    public Task<IReadOnlyList<ActiveCause>> CausesAsync() => Detector.GetCausesAsync().WaitAsync(Patience);

    public async Task SignInAsync(string user = "ann") => (await Client.GetAsync(new Uri($"/signed-in?user={user}", UriKind.Relative))).Dispose();

    public Task<string> GetAsync(string path) => Client.GetStringAsync(new Uri($"/logguard{path}", UriKind.Relative));

    public Task<HttpResponseMessage> SendAsync(string path) => Client.GetAsync(new Uri($"/logguard{path}", UriKind.Relative));

    /// <summary>Posts a form as the page has it, with its token.</summary>
    public async Task<HttpResponseMessage> PostAsync(string path, string from, params (string Name, string Value)[] fields)
    {
        var token = TokenOf().Match(await GetAsync(from));
        using var form = new FormUrlEncodedContent([new(token.Groups[1].Value, token.Groups[2].Value), .. fields.Select(field => new KeyValuePair<string, string>(field.Name, field.Value))]);
        return await Client.PostAsync(new Uri($"/logguard{path}", UriKind.Relative), form);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _folder.Dispose();
    }

    private async Task StopAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        await Detector.DisposeAsync();
    }

    [GeneratedRegex("type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]+)\"")]
    private static partial Regex TokenOf();
}
