using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace LogGuard.Dashboard.Tests;

/// <summary>The page in a real browser. Pictures of it are kept beside the tests, in the folder <c>pictures</c>.</summary>
public sealed class BrowserTests
{
    private static readonly string Pictures = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "pictures")).FullName;

    [BrowserFact]
    public async Task EveryPageIsAccessibleAndKeepsItsPolicyInLightInDarkAndOnAPhone()
    {
        await using var page = await RunningPage.StartAsync();
        await page.WriteUnpaidAsync();
        await page.WriteAsync([[0, -1, 1, 2], [0, 1]]);
        var cause = (await page.CausesAsync()).First(one => one.Anomaly.Workflow is not null);
        await using var browser = await RunningBrowser.StartAsync();
        foreach (var (look, isDark, width) in new[] { ("light", false, 1_200), ("dark", true, 1_200), ("phone", false, 390) })
        {
            var faults = new List<string>();
            var tab = await browser.OpenAsync(page, isDark, width, faults);
            await tab.GotoAsync("/signed-in?user=ann");
            foreach (var (name, path) in new[]
            {
                ("overview", "/"), ("cause", $"/causes/{Uri.EscapeDataString(cause.Fingerprint)}"), ("sessions", "/sessions?q=order1"), ("workflows", "/workflows?show=0"),
                ("templates", "/templates"), ("model", "/model"), ("answers", "/answers"), ("settings", "/settings"),
            })
            {
                await tab.GotoAsync($"/logguard{path}", new PageGotoOptions { WaitUntil = WaitUntilState.DOMContentLoaded });
                var axe = await tab.RunAxe();

                Assert.True(axe.Violations.Length == 0, $"{name}, {look}: {string.Join(Environment.NewLine, axe.Violations.Select(one => $"{one.Id}: {one.Help} at {string.Join(", ", one.Nodes.Select(node => node.Html))}"))}");
                Assert.DoesNotContain("hacked", await tab.TitleAsync(), StringComparison.Ordinal);
                await tab.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Pictures, $"{name}-{look}.png"), FullPage = true });
            }

            Assert.Empty(faults);
        }
    }

    [BrowserFact]
    public async Task AnAnomalyAppearsByItselfIsAnsweredAndTheAnswerTakenBack()
    {
        await using var page = await RunningPage.StartAsync();
        await using var browser = await RunningBrowser.StartAsync();
        var tab = await browser.OpenAsync(page);

        await tab.GotoAsync("/logguard/");
        Assert.Contains("/sign-in", tab.Url, StringComparison.Ordinal);
        await tab.GetByLabel("Name").FillAsync("ann");
        await tab.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Sign in" }).ClickAsync();
        await Assertions.Expect(tab.GetByText("Nothing unusual is open.")).ToBeVisibleAsync();
        await Assertions.Expect(tab.Locator("html.live")).ToBeAttachedAsync();

        await page.WriteUnpaidAsync();
        var link = tab.Locator("table a").First;
        await Assertions.Expect(link).ToBeVisibleAsync(new LocatorAssertionsToBeVisibleOptions { Timeout = 30_000 });

        await link.ClickAsync();
        await tab.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "That was normal" }).ClickAsync();
        await Assertions.Expect(tab.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Level = 1 })).ToBeVisibleAsync();
        Assert.Equal(1, page.Detector.Counters.PatternsMarkedNormal);

        await tab.GotoAsync("/logguard/answers", new PageGotoOptions { WaitUntil = WaitUntilState.DOMContentLoaded });
        await tab.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Undo answer 1" }).ClickAsync();
        await Assertions.Expect(tab.GetByText("taken back")).ToBeVisibleAsync();
        Assert.Equal(0, page.Detector.Counters.PatternsMarkedNormal);
    }
}
