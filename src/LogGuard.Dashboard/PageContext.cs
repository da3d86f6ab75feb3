using Microsoft.AspNetCore.Http;

namespace LogGuard.Dashboard;

/// <summary>
/// The content of a page, for one request. A service of the request's scope instead of parameters: components are public, and this is not.
/// </summary>
internal sealed class PageContext
{
    /// <summary>The detector.</summary>
    public AnomalyDetector Detector { get; set; } = null!;

    /// <summary>The path that the page is mapped at, with the application's own base path, without a slash at its end.</summary>
    public string Root { get; set; } = "";

    /// <summary>The page's own path, such as <c>/templates</c>.</summary>
    public string Section { get; set; } = "";

    /// <summary>The settings.</summary>
    public DashboardOptions Options { get; set; } = null!;

    /// <summary>The style sheet and the script.</summary>
    public DashboardAssets Assets { get; set; } = null!;

    /// <summary>The name and the value of the form field against forged requests; null if the user may not answer.</summary>
    public (string Name, string Value)? Token { get; set; }

    /// <summary>The request's query.</summary>
    public IQueryCollection Query { get; set; } = null!;

    /// <summary>The open causes, on pages that show them.</summary>
    public IReadOnlyList<ActiveCause> Causes { get; set; } = [];

    /// <summary>The templates, the most frequent first, on the page that shows them.</summary>
    public IReadOnlyList<TemplateUsage> Templates { get; set; } = [];

    /// <summary>The cause that is shown.</summary>
    public ActiveCause? Cause { get; set; }

    /// <summary>The answers, the oldest first, on the page that shows them.</summary>
    public IReadOnlyList<DashboardAnswer> Answers { get; set; } = [];

    /// <summary>The page of a table that is asked for, 0 for the first.</summary>
    public int PageNumber => int.TryParse(Query["page"], out var number) ? Math.Clamp(number, 1, 1_000_000) - 1 : 0;

    /// <summary>The text that is searched for; empty if there is none.</summary>
    public string Search => Query["q"].ToString().Trim();

    /// <summary>The address of a page.</summary>
    public string To(string path) => Root + path;

    /// <summary>The part of a list that belongs on the page of the table that is asked for.</summary>
    public IEnumerable<T> PageOf<T>(IEnumerable<T> all) => all.Skip(PageNumber * Options.PageSize).Take(Options.PageSize);
}
