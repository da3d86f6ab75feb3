using LogGuard.Dashboard.Pages;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace LogGuard.Dashboard;

/// <summary>The endpoints of the page.</summary>
internal static class DashboardEndpoints
{
    // Pictures have presentation attributes only, so that nothing needs more.
    private const string ContentSecurityPolicy =
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private const int LongestSuppression = 24 * 365;

    public static RouteGroupBuilder Map(IEndpointRouteBuilder endpoints, string path, DashboardOptions options)
    {
        var page = endpoints.MapGroup(path);
        page.AddEndpointFilter(static (context, next) =>
        {
            var headers = context.HttpContext.Response.Headers;
            headers.ContentSecurityPolicy = ContentSecurityPolicy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "same-origin";
            headers.CacheControl = "no-store";
            return next(context);
        });
        if (options.AllowAnonymous)
        {
            page.AllowAnonymous();
        }
        else
        {
            Require(page, options.Policy);
        }

        MapPages(page, path, options);
        MapFiles(page, path, options);
        if (!options.ReadOnly)
        {
            // The route group's policy holds as well.
            var changes = page.MapGroup("");
            if (options.AnswerPolicy is { } policy)
            {
                changes.RequireAuthorization(policy);
            }

            MapChanges(changes, path, options);
        }

        return page;
    }

    private static void MapPages(RouteGroupBuilder page, string path, DashboardOptions options)
    {
        Page<Overview>("/", async (context, content) => content.Causes = await CausesAsync(context, options));
        Page<Sessions>("/sessions", async (context, content) => content.Causes = await CausesAsync(context, options));
        Page<WorkflowList>("/workflows");
        Page<TemplateList>("/templates", (context, content) =>
        {
            content.Templates = context.RequestServices.GetRequiredService<DetectorCache>().Templates(DetectorOf(context, options));
            return Task.CompletedTask;
        });
        Page<Model>("/model");
        Page<Answers>("/answers", static (context, content) =>
        {
            content.Answers = AnswersOf(context).All;
            return Task.CompletedTask;
        });
        Page<SettingList>("/settings");
        page.MapGet("/causes/{fingerprint}", async (HttpContext context, string fingerprint) => await FindAsync(context, options, fingerprint) is { } cause
            ? await RenderAsync<Cause>(context, path, "/causes", options, content => content.Cause = cause)
            : await MissingAsync(context, path, options));
        page.MapFallback("/{**rest}", (Delegate)((HttpContext context) => MissingAsync(context, path, options)));

        void Page<T>(string section, Func<HttpContext, PageContext, Task>? load = null)
            where T : IComponent =>
            page.MapGet(section, async (HttpContext context) =>
            {
                if (load is not null)
                {
                    await load(context, context.RequestServices.GetRequiredService<PageContext>());
                }

                return await RenderAsync<T>(context, path, section, options);
            });

        static Task<RazorComponentResult> MissingAsync(HttpContext context, string path, DashboardOptions options)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return RenderAsync<Pages.NotFound>(context, path, "", options);
        }

    }

    private static void MapFiles(RouteGroupBuilder page, string path, DashboardOptions options)
    {
        page.MapGet("/events", (HttpContext context) => context.RequestServices.GetRequiredService<LiveFeed>().ListenAsync(context, DetectorOf(context, options), options.ListenerLimit));
        page.MapGet("/assets/{name}", (HttpContext context, string name) =>
        {
            if (context.RequestServices.GetRequiredService<DashboardAssets>().Find(name) is not { } file)
            {
                return Results.NotFound();
            }

            // The name has a hash of the content.
            context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
            return Results.Bytes(file.Content, file.Type);
        });
    }

    private static void MapChanges(RouteGroupBuilder changes, string path, DashboardOptions options)
    {
        Post("/causes/{fingerprint}/answer", async (context, form) =>
            await FindAsync(context, options, (string)context.GetRouteValue("fingerprint")!) is { } cause && Answer(context, DetectorOf(context, options), cause, form)
                ? "/causes/" + Uri.EscapeDataString(cause.Fingerprint)
                : null);
        Post("/answers/{number:long}/undo", (context, _) => Task.FromResult(Undo(context, DetectorOf(context, options)) ? "/answers" : null));
        Post("/model/retrain", (context, form) =>
        {
            // A training takes minutes; the page shows its progress.
            DetectorOf(context, options).RetrainAsync(CancellationToken.None).ContinueWith(static task => task.Exception, TaskScheduler.Default);
            AnswersOf(context).Add(UserOf(context), "train again", "the model");
            return Task.FromResult<string?>("/model");
        });
        Post("/model/rollback/{number:int}", async (context, _) =>
        {
            var number = int.Parse((string)context.GetRouteValue("number")!, System.Globalization.CultureInfo.InvariantCulture);
            if (!await DetectorOf(context, options).RollbackAsync(number, context.RequestAborted))
            {
                return null;
            }

            AnswersOf(context).Add(UserOf(context), "roll back", $"snapshot {number}");
            return "/model";
        });

        // A change answers with the page to show next, or null if it was not possible.
        void Post(string route, Func<HttpContext, IFormCollection, Task<string?>> change) => changes.MapPost(route, async (HttpContext context) =>
        {
            var antiforgery = context.RequestServices.GetRequiredService<IAntiforgery>();
            if (!context.Request.HasFormContentType || !await antiforgery.IsRequestValidAsync(context))
            {
                return Results.Text("The form is too old, or was not sent by this page. Go back, load it again, and repeat the answer.", statusCode: StatusCodes.Status400BadRequest);
            }

            var next = await change(context, await context.Request.ReadFormAsync(context.RequestAborted));
            return next is null
                ? Results.Text("That is not possible any more: the cause is resolved, or the anomaly is too old. Go back and load the page again.", statusCode: StatusCodes.Status409Conflict)
                : Results.LocalRedirect(context.Request.PathBase + path + next);
        });
    }

    private static bool Answer(HttpContext context, AnomalyDetector detector, ActiveCause cause, IFormCollection form)
    {
        var hours = int.TryParse(form["hours"], out var wanted) ? Math.Clamp(wanted, 1, LongestSuppression) : 1;
        var (text, isDone, marked, suppressed) = form["answer"].ToString() switch
        {
            "normal" => ("normal", detector.MarkNormal(cause.Anomaly), cause.Anomaly.Id, (string?)null),
            "fault" => ("a fault", detector.MarkAnomalous(cause.Anomaly), cause.Anomaly.Id, null),
            "suppress" => ($"suppress for {hours} h", detector.Suppress(cause.Fingerprint, cause.LastSeen.AddHours(hours)), 0, cause.Fingerprint),
            "unsuppress" => ("end the suppression", detector.Unsuppress(cause.Fingerprint), 0, null),
            _ => ("", false, 0, null),
        };
        if (isDone)
        {
            AnswersOf(context).Add(UserOf(context), text, $"{cause.Anomaly.Title}: {cause.Anomaly.Template}", marked, suppressed);
            context.RequestServices.GetRequiredService<DetectorCache>().Forget();
        }

        return isDone;
    }

    private static bool Undo(HttpContext context, AnomalyDetector detector)
    {
        var number = long.Parse((string)context.GetRouteValue("number")!, System.Globalization.CultureInfo.InvariantCulture);
        if (AnswersOf(context).Find(number) is not { } answer
            || !(answer.Fingerprint is { } fingerprint ? detector.Unsuppress(fingerprint) : detector.Unmark(answer.AnomalyId)))
        {
            return false;
        }

        AnswersOf(context).Undo(answer, UserOf(context));
        context.RequestServices.GetRequiredService<DetectorCache>().Forget();
        return true;
    }

    private static async Task<RazorComponentResult> RenderAsync<T>(HttpContext context, string path, string section, DashboardOptions options, Action<PageContext>? load = null)
        where T : IComponent
    {
        var page = context.RequestServices.GetRequiredService<PageContext>();
        (page.Detector, page.Root, page.Section, page.Options, page.Query) = (DetectorOf(context, options), context.Request.PathBase + path, section, options, context.Request.Query);
        page.Assets = context.RequestServices.GetRequiredService<DashboardAssets>();
        if (!options.ReadOnly && await MayAnswerAsync(context, options))
        {
            var tokens = context.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(context);
            page.Token = (tokens.FormFieldName, tokens.RequestToken!);
        }

        load?.Invoke(page);

        // The tokens set other headers for caching.
        context.Response.Headers.CacheControl = "no-store";
        return new RazorComponentResult<T> { PreventStreamingRendering = true };
    }

    private static async Task<bool> MayAnswerAsync(HttpContext context, DashboardOptions options) => options.AnswerPolicy is not { } policy
        || (await context.RequestServices.GetRequiredService<IAuthorizationService>().AuthorizeAsync(context.User, context, policy)).Succeeded;

    private static Task<IReadOnlyList<ActiveCause>> CausesAsync(HttpContext context, DashboardOptions options) =>
        context.RequestServices.GetRequiredService<DetectorCache>().CausesAsync(DetectorOf(context, options), context.RequestAborted);

    private static async Task<ActiveCause?> FindAsync(HttpContext context, DashboardOptions options, string fingerprint) =>
        (await CausesAsync(context, options)).FirstOrDefault(cause => cause.Fingerprint == fingerprint);

    private static AnomalyDetector DetectorOf(HttpContext context, DashboardOptions options) =>
        options.Detector?.Invoke(context.RequestServices) ?? context.RequestServices.GetRequiredService<AnomalyDetector>();

    private static AnswerLog AnswersOf(HttpContext context) => context.RequestServices.GetRequiredService<AnswerLog>();

    private static string UserOf(HttpContext context) => context.User.Identity is { IsAuthenticated: true, Name: { Length: > 0 } name } ? name : "anonymous";

    private static void Require(RouteGroupBuilder page, string? policy)
    {
        if (policy is null)
        {
            page.RequireAuthorization();
        }
        else
        {
            page.RequireAuthorization(policy);
        }
    }
}
