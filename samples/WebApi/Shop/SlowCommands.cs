using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace WebApi.Shop;

/// <summary>Delays each query while the fault is on, as a database does that lost an index.</summary>
internal sealed class SlowCommands(ShopFaults faults) : DbCommandInterceptor
{
    /// <summary>The delay of one query; usual is about a millisecond, and 150 when it waits for a lock.</summary>
    public static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(1_500);

    public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        if (faults.IsDatabaseSlow && command.CommandText.StartsWith("SELECT", StringComparison.Ordinal))
        {
            await Task.Delay(Delay, cancellationToken);
        }

        return result;
    }
}
