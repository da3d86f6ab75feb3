namespace WebApi.Orders;

/// <summary>Logs unhandled exceptions, and the response of each request as its last line.</summary>
internal sealed class RequestLog(RequestDelegate next, ILogger<RequestLog> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var method = context.Request.Method;
        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "";
        try
        {
            await next(context);
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            log.RequestFailed(exception, method, route);
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
        finally
        {
            log.RequestAnswered(method, route, context.Response.StatusCode);
        }
    }
}
