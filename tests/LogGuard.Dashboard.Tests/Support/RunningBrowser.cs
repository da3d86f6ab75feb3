using Microsoft.Playwright;

namespace LogGuard.Dashboard.Tests.Support;

/// <summary>A Chromium that the machine has, without a window.</summary>
internal sealed class RunningBrowser : IAsyncDisposable
{
    public const string Missing = "There is no Chromium on this machine: install the package chromium, or name an executable in CHROMIUM.";

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private RunningBrowser(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    /// <summary>The path of the browser; null if there is none.</summary>
    public static string? Executable { get; } = new[] { Environment.GetEnvironmentVariable("CHROMIUM"), "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists);

    public static async Task<RunningBrowser> StartAsync()
    {
        var playwright = await Playwright.CreateAsync();

        // Test machines run as root, where Chromium has no sandbox; the pages are our own.
        return new RunningBrowser(playwright, await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Executable, Args = ["--no-sandbox"] }));
    }

    /// <summary>Opens a tab.</summary>
    /// <param name="page">The application.</param>
    /// <param name="isDark">Whether the user prefers dark pages.</param>
    /// <param name="width">The width of the window, in pixels.</param>
    /// <param name="faults">Receives what the browser complains of: violations of the content security policy, errors of scripts.</param>
    public async Task<IPage> OpenAsync(RunningPage page, bool isDark = false, int width = 1_200, List<string>? faults = null)
    {
        var context = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = page.Address,
            ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light,
            ViewportSize = new ViewportSize { Width = width, Height = 800 },
        });
        var tab = await context.NewPageAsync();
        if (faults is not null)
        {
            tab.Console += (_, message) =>
            {
                if (message.Type is "error" or "warning")
                {
                    faults.Add(message.Text);
                }
            };
            tab.PageError += (_, error) => faults.Add(error);
        }

        return tab;
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
