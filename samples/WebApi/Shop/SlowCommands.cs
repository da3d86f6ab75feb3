using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace WebApi.Shop;

/// <summary>Delays each command of EF Core while the fault is on, as a disk does that answers late.</summary>
internal sealed class SlowCommands(ShopFaults faults) : DbCommandInterceptor
{
    /// <summary>The delay of one command; usual is about a millisecond.</summary>
    public static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(400);

    public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        await WaitAsync(cancellationToken);
        return result;
    }

    public override async ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        await WaitAsync(cancellationToken);
        return result;
    }

    private Task WaitAsync(CancellationToken cancellationToken) =>
        faults.IsDatabaseSlow ? Task.Delay(Delay, cancellationToken) : Task.CompletedTask;
}
