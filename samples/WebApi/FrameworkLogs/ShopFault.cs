using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using WebApi.Shop;

namespace WebApi.FrameworkLogs;

/// <summary>A fault of the shop or of what is around it.</summary>
/// <param name="Name">The name in the report.</param>
/// <param name="Begin">Begins the fault; the result ends it.</param>
/// <param name="Struck">Whether the fault struck an answered request.</param>
/// <param name="Named">
/// The words with which an alert names the fault, so that its reader knows where to look: the exception's own message, the
/// command or connection that failed, the slow query with its time, the command that is missing, the line of a wrong password.
/// </param>
internal sealed record ShopFault(string Name, Func<ShopHost, ShopClient, Task<Func<Task>>> Begin, Predicate<ShopAnswer> Struck, Regex Named)
{
    private static readonly TimeSpan AttackPause = TimeSpan.FromMilliseconds(20);

    /// <summary>The faults that are found with the default settings.</summary>
    public static readonly ShopFault[] OfDefaults =
    [
        new("exception in a handler", SwitchOn(nameof(ShopFaults.PayFails)), Failed, Words(Regex.Escape(ShopFaults.HandlerMessage))),
        new("locked database", LockAsync, Failed, Words("database is locked|Failed executing DbCommand")),
        new("storage gone", LoseStorage, Failed, Words("unable to open database file|An error occurred using the connection to database")),
        new(
            "slow database", SwitchOn(nameof(ShopFaults.IsDatabaseSlow)), answer => answer.Took >= SlowCommands.Delay,
            Words(@"Executed DbCommand.*\b(1,?[5-9]\d\d(\.\d+)? ?ms|[1-9](\.\d+)? s)|\b(1,?[5-9]\d\d(\.\d+)? ?ms|[1-9](\.\d+)? s).*Executed DbCommand")),
        new(
            "storm of wrong passwords", AttackAsync, answer => answer is { Request: ShopRequest.SignIn, Status: StatusCodes.Status401Unauthorized },
            Words(Regex.Escape(ShopLog.WrongPasswordTemplate) + "|Wrong password for customer")),
    ];

    /// <summary>The fault that needs the text of a command in its key.</summary>
    public static readonly ShopFault OfCommands = new(
        "INSERT removed", SwitchOn(nameof(ShopFaults.OmitsMessage)),
        answer => answer is { Request: ShopRequest.Place, Status: StatusCodes.Status201Created }, Words(@"INSERT INTO \W*OutboxMessages"));

    private static bool Failed(ShopAnswer answer) => answer.Status is StatusCodes.Status500InternalServerError or StatusCodes.Status503ServiceUnavailable;

    private static Regex Words(string pattern) => new(pattern, RegexOptions.CultureInvariant);

    private static Func<ShopHost, ShopClient, Task<Func<Task>>> SwitchOn(string fault) => async (host, _) =>
    {
        await host.SwitchAsync(fault, isOn: true);
        return () => host.SwitchAsync(fault, isOn: false);
    };

    // Another program holds the lock for writing. Readers go on, because of the write-ahead log.
    private static async Task<Func<Task>> LockAsync(ShopHost host, ShopClient client)
    {
        var connection = new SqliteConnection($"Data Source={host.Database};Pooling=False");
        await connection.OpenAsync();
        await using (var command = connection.CreateCommand())
        {
            command.CommandText = "BEGIN EXCLUSIVE";
            await command.ExecuteNonQueryAsync();
        }

        return async () => await connection.DisposeAsync();
    }

    private static Task<Func<Task>> LoseStorage(ShopHost host, ShopClient client)
    {
        var lost = host.Storage + ".lost";
        Directory.Move(host.Storage, lost);
        return Task.FromResult<Func<Task>>(() =>
        {
            Directory.Move(lost, host.Storage);
            return Task.CompletedTask;
        });
    }

    private static Task<Func<Task>> AttackAsync(ShopHost host, ShopClient client)
    {
        var stop = new CancellationTokenSource();
        var attack = Task.Run(async () =>
        {
            for (var guess = 0; !stop.IsCancellationRequested; guess++)
            {
                await client.SendAsync<object>(ShopRequest.SignIn, HttpMethod.Post, "/login", new SignIn("customer7", $"guess {guess}"));
                await Task.Delay(AttackPause);
            }
        });
        return Task.FromResult<Func<Task>>(async () =>
        {
            await stop.CancelAsync();
            await attack;
            stop.Dispose();
        });
    }
}
