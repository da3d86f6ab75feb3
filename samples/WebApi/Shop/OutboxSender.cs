using Microsoft.EntityFrameworkCore;

namespace WebApi.Shop;

/// <summary>Sends the messages of the outbox. Its lines belong to no request and have no trace id.</summary>
internal sealed class OutboxSender(IServiceScopeFactory scopes, ILogger<OutboxSender> log) : BackgroundService
{
    private const int MessagesAtATime = 20;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval);
        while (await NextAsync(timer, stoppingToken))
        {
            try
            {
                await SendAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                log.OutboxFailed(exception);
            }
            catch (OperationCanceledException)
            {
                // The host stops; the messages are sent after its start.
            }
        }
    }

    private static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken stoppingToken)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task SendAsync(CancellationToken stoppingToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ShopDb>();
        var messages = await db.OutboxMessages.Where(message => !message.IsSent).OrderBy(message => message.Id).Take(MessagesAtATime).ToListAsync(stoppingToken);
        foreach (var message in messages)
        {
            message.IsSent = true;
            log.MessageSent(message.Id);
        }

        if (messages.Count > 0)
        {
            await db.SaveChangesAsync(stoppingToken);
            log.OutboxEmptied(messages.Count);
        }
    }
}
