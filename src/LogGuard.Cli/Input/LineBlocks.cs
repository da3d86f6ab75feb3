using System.Threading.Channels;

namespace LogGuard.Cli.Input;

/// <summary>Takes one line of a log, without its line end.</summary>
internal delegate void LineTaker(ReadOnlySpan<char> line);

/// <summary>Splits a log into lines. One thread decompresses and decodes while another takes the lines.</summary>
internal static class LineBlocks
{
    private const int BlockSize = 64 * 1024;
    private const int BlockCount = 4;

    // As a detector's reader does, so that a log without line ends takes no more memory.
    private const int LineLimit = 65_536;

    public static async Task ReadAsync(Stream log, LineTaker take, CancellationToken cancellation)
    {
        var full = Channel.CreateBounded<(char[] Block, int Length)>(BlockCount);
        var free = Channel.CreateBounded<char[]>(BlockCount + 1);
        for (var i = 0; i <= BlockCount; i++)
        {
            await free.Writer.WriteAsync(new char[BlockSize], cancellation).ConfigureAwait(false);
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var reading = Task.Run(FillAsync, CancellationToken.None);
        try
        {
            var splitter = new Splitter(take);
            await foreach (var (block, length) in full.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
            {
                splitter.Add(block.AsSpan(0, length));
                free.Writer.TryWrite(block);
            }

            splitter.End();
        }
        finally
        {
            await ending.CancelAsync().ConfigureAwait(false);
            await ((Task)reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        async Task FillAsync()
        {
            try
            {
                using var reader = new StreamReader(log, detectEncodingFromByteOrderMarks: true, bufferSize: BlockSize, leaveOpen: true);
                while (true)
                {
                    var block = await free.Reader.ReadAsync(ending.Token).ConfigureAwait(false);
                    var length = reader.ReadBlock(block);
                    if (length == 0)
                    {
                        full.Writer.Complete();
                        return;
                    }

                    await full.Writer.WriteAsync((block, length), ending.Token).ConfigureAwait(false);
                }
            }
            catch (Exception exception)
            {
                full.Writer.TryComplete(exception);
            }
        }
    }

    private sealed class Splitter(LineTaker take)
    {
        private readonly char[] _begun = new char[LineLimit];
        private int _length;
        private bool _hasBegun;

        public void Add(ReadOnlySpan<char> block)
        {
            while (true)
            {
                var end = block.IndexOf('\n');
                if (end < 0)
                {
                    Keep(block);
                    return;
                }

                if (_hasBegun)
                {
                    Keep(block[..end]);
                    End();
                }
                else
                {
                    Take(block[..end]);
                }

                block = block[(end + 1)..];
            }
        }

        public void End()
        {
            if (_hasBegun)
            {
                Take(_begun.AsSpan(0, _length));
            }

            _length = 0;
            _hasBegun = false;
        }

        private void Keep(ReadOnlySpan<char> part)
        {
            var count = Math.Min(part.Length, LineLimit - _length);
            part[..count].CopyTo(_begun.AsSpan(_length));
            _length += count;
            _hasBegun |= part.Length > 0;
        }

        private void Take(ReadOnlySpan<char> line) => take(line is [.., '\r'] ? line[..^1] : line);
    }
}
