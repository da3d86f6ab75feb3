using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace LogGuard.Dashboard.Tests;

public sealed class PageTests : IAsyncLifetime
{
    private RunningPage _page = null!;

    public async Task InitializeAsync() => _page = await RunningPage.StartAsync();

    public async Task DisposeAsync() => await _page.DisposeAsync();

    [Theory]
    [InlineData("/", "What is wrong now")]
    [InlineData("/sessions", "Sessions of the open causes")]
    [InlineData("/workflows", "Sessions learnt")]
    [InlineData("/workflows?show=0", "<svg")]
    [InlineData("/templates", "Order {OrderId} paid")]
    [InlineData("/model", "false alarms in 1,000 sessions")]
    [InlineData("/answers", "None yet.")]
    [InlineData("/settings", "Session.IdleTimeout")]
    public async Task EachPageIsShownToWhoeverIsSignedIn(string path, string text)
    {
        await _page.SignInAsync();

        using var response = await _page.SendAsync(path);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var html = await response.Content.ReadAsStringAsync();
        Assert.Contains(text, html, StringComparison.Ordinal);
        Assert.True(html.Length <= 150_000, $"{html.Length:N0} characters");
        Assert.Contains("default-src 'none'", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/settings")]
    [InlineData("/events")]
    public async Task WithoutSigningInThereIsNoPage(string path)
    {
        using var response = await _page.SendAsync(path);

        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.StartsWith("/sign-in", response.Headers.Location!.PathAndQuery, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SecretsAreNotShown()
    {
        await _page.SignInAsync();

        Assert.DoesNotContain("not for the page", await _page.GetAsync("/settings"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ACauseShowsTheLineWhyAndWhereInTheWorkflow()
    {
        await _page.SignInAsync();
        await _page.WriteUnpaidAsync();
        var cause = Assert.Single(await _page.CausesAsync());

        var html = await _page.GetAsync($"/causes/{Uri.EscapeDataString(cause.Fingerprint)}");

        Assert.Contains("Order {OrderId} shipped", html, StringComparison.Ordinal);
        Assert.Contains("Order {OrderId} paid", html, StringComparison.Ordinal);
        Assert.Contains("In the workflow", html, StringComparison.Ordinal);
        Assert.Contains("<svg", html, StringComparison.Ordinal);
        Assert.Contains("That was normal", html, StringComparison.Ordinal);
        Assert.Contains(cause.Fingerprint, await _page.GetAsync("/"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnAnswerCountsAndIsTakenBack()
    {
        await _page.SignInAsync();
        await _page.WriteUnpaidAsync();
        var cause = Assert.Single(await _page.CausesAsync());
        var path = $"/causes/{Uri.EscapeDataString(cause.Fingerprint)}";

        using var answered = await _page.PostAsync($"{path}/answer", path, ("answer", "normal"));

        Assert.Equal(HttpStatusCode.Redirect, answered.StatusCode);
        Assert.Equal(1, _page.Detector.Counters.PatternsMarkedNormal);
        var answers = await _page.GetAsync("/answers");
        Assert.Contains(">ann<", answers, StringComparison.Ordinal);
        Assert.Contains(">normal<", answers, StringComparison.Ordinal);

        using var undone = await _page.PostAsync("/answers/1/undo", "/answers");

        Assert.Equal(HttpStatusCode.Redirect, undone.StatusCode);
        Assert.Equal(0, _page.Detector.Counters.PatternsMarkedNormal);
        Assert.Contains("taken back", await _page.GetAsync("/answers"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ASuppressionHoldsUntilItIsTakenBack()
    {
        await _page.SignInAsync();
        await _page.WriteUnpaidAsync();
        var cause = Assert.Single(await _page.CausesAsync());
        var path = $"/causes/{Uri.EscapeDataString(cause.Fingerprint)}";

        using var suppressed = await _page.PostAsync($"{path}/answer", path, ("answer", "suppress"), ("hours", "24"));

        Assert.Equal(HttpStatusCode.Redirect, suppressed.StatusCode);
        Assert.Equal(cause.Fingerprint, Assert.Single(_page.Detector.Suppressions).Fingerprint);
        using var undone = await _page.PostAsync("/answers/1/undo", "/answers");
        Assert.Empty(_page.Detector.Suppressions);
    }

    [Fact]
    public async Task AFormOfAnotherSiteIsRefused()
    {
        await _page.SignInAsync();
        await _page.WriteUnpaidAsync();
        var cause = Assert.Single(await _page.CausesAsync());

        using var form = new FormUrlEncodedContent([new("answer", "normal")]);
        using var response = await _page.Client.PostAsync(new Uri($"/logguard/causes/{Uri.EscapeDataString(cause.Fingerprint)}/answer", UriKind.Relative), form);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(0, _page.Detector.Counters.PatternsMarkedNormal);
    }

    [Fact]
    public async Task AnAnswerToACauseThatIsGoneSaysSo()
    {
        await _page.SignInAsync();
        await _page.WriteUnpaidAsync();
        var cause = Assert.Single(await _page.CausesAsync());

        using var response = await _page.PostAsync("/causes/nothing/answer", $"/causes/{Uri.EscapeDataString(cause.Fingerprint)}", ("answer", "normal"));

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        foreach (var path in new[] { "/causes/nothing", "/nothing" })
        {
            using var missing = await _page.SendAsync(path);
            Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
            Assert.Contains("There is nothing here", await missing.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task HostileTextStaysText()
    {
        await _page.SignInAsync();
        await _page.WriteAsync([[0, -1, 1, 2]]);
        var cause = Assert.Single(await _page.CausesAsync());

        foreach (var path in new[] { "/", "/templates", "/sessions", $"/causes/{Uri.EscapeDataString(cause.Fingerprint)}", "/templates?q=%3Cscript%3E" })
        {
            var html = await _page.GetAsync(path);
            Assert.DoesNotContain("<script>document", html, StringComparison.Ordinal);
            Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
            Assert.Contains("&lt;script&gt;", html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task TheTemplatesAreCountedAndFound()
    {
        await _page.SignInAsync();

        await _page.WriteAsync(Enumerable.Repeat<int[]>([0, 1, 2], 7));

        var html = await _page.GetAsync("/templates?q=PAID");

        Assert.Contains("Order {OrderId} paid", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Order {OrderId} taken", html, StringComparison.Ordinal);
        Assert.Contains(">7<", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AssetsAreKeptForEver()
    {
        await _page.SignInAsync();
        var assets = _page.Services.GetRequiredService<DashboardAssets>();

        foreach (var name in new[] { assets.Style, assets.Script })
        {
            using var response = await _page.SendAsync($"/assets/{name}");
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.True(response.Headers.CacheControl!.MaxAge > TimeSpan.FromDays(300));
        }

        Assert.True(assets.Find(assets.Script)!.Value.Content.Length < 2_048);
    }

    [Fact]
    public async Task TheModelIsRolledBack()
    {
        await _page.SignInAsync();
        await _page.Detector.SaveAsync();
        var number = _page.Detector.Snapshots[^1].Number;

        using var response = await _page.PostAsync($"/model/rollback/{number}", "/model");

        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Contains($"snapshot {number}", await _page.GetAsync("/answers"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ABrowserHearsOfAnAnomaly()
    {
        await _page.SignInAsync();
        using var stream = await _page.Client.GetStreamAsync(new Uri("/logguard/events", UriKind.Relative));
        using var reader = new StreamReader(stream);
        Assert.Equal(": connected", await reader.ReadLineAsync());

        await _page.WriteUnpaidAsync();

        string? line;
        while ((line = await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30))) is not null && !line.StartsWith("data: Detecting 1", StringComparison.Ordinal))
        {
        }

        Assert.NotNull(line);
    }
}
