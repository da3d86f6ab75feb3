using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace LogGuard.Dashboard.Tests;

public sealed class SettingsTests
{
    [Fact]
    public void WrongSettingsThrowAtOnceAllOfThem()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddLogGuardDashboard();
        using var app = builder.Build();

        var fault = Assert.Throws<ArgumentException>(() => app.MapLogGuard("logguard", options =>
        {
            options.PageSize = 0;
            options.ListenerLimit = -1;
            options.AnswerLimit = 200_000;
            (options.AllowAnonymous, options.Policy) = (true, "admins");
        }));

        foreach (var text in new[] { "path is \"logguard\"", "PageSize is 0; it must be between 1 and 1,000", "ListenerLimit is -1", "AnswerLimit is 200,000", "AllowAnonymous is true and Policy is \"admins\"" })
        {
            Assert.Contains(text, fault.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void WithoutItsServicesItSaysWhatToCall()
    {
        using var app = WebApplication.CreateSlimBuilder().Build();

        var fault = Assert.Throws<InvalidOperationException>(() => app.MapLogGuard());

        Assert.Contains("AddLogGuardDashboard", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AReadOnlyPageHasNoFormsAndTakesNoAnswers()
    {
        await using var page = await RunningPage.StartAsync(options => options.ReadOnly = true);
        await page.SignInAsync();
        await page.WriteUnpaidAsync();
        var path = $"/causes/{Uri.EscapeDataString(Assert.Single(await page.CausesAsync()).Fingerprint)}";

        Assert.DoesNotContain("method=\"post\"", await page.GetAsync(path), StringComparison.Ordinal);
        using var form = new FormUrlEncodedContent([new("answer", "normal")]);
        using var response = await page.Client.PostAsync(new Uri($"/logguard{path}/answer", UriKind.Relative), form);
        Assert.False(response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.Redirect);
        Assert.Equal(0, page.Detector.Counters.PatternsMarkedNormal);
    }

    [Fact]
    public async Task OnlyWhomTheAnswerPolicyAdmitsMayAnswer()
    {
        await using var page = await RunningPage.StartAsync(options => options.AnswerPolicy = "answers");
        await page.WriteUnpaidAsync();
        var path = $"/causes/{Uri.EscapeDataString(Assert.Single(await page.CausesAsync()).Fingerprint)}";

        await page.SignInAsync("bob");
        Assert.DoesNotContain("method=\"post\"", await page.GetAsync(path), StringComparison.Ordinal);
        using var form = new FormUrlEncodedContent([new("answer", "normal")]);
        using var refused = await page.Client.PostAsync(new Uri($"/logguard{path}/answer", UriKind.Relative), form);
        Assert.Equal(0, page.Detector.Counters.PatternsMarkedNormal);

        await page.SignInAsync("ann");
        using var taken = await page.PostAsync($"{path}/answer", path, ("answer", "normal"));
        Assert.Equal(1, page.Detector.Counters.PatternsMarkedNormal);
    }

    [Fact]
    public async Task AnOpenPageNeedsNoSignIn()
    {
        await using var page = await RunningPage.StartAsync(options => options.AllowAnonymous = true, learns: false);

        Assert.Contains("are collected", await page.GetAsync("/"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListenersAreBounded()
    {
        await using var page = await RunningPage.StartAsync(options => (options.AllowAnonymous, options.ListenerLimit) = (true, 1), learns: false);
        using var first = await page.Client.GetAsync(new Uri("/logguard/events", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);

        using var second = await page.Client.GetAsync(new Uri("/logguard/events", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NoContent), (first.StatusCode, second.StatusCode));
    }
}
