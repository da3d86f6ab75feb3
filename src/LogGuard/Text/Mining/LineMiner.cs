using System.Buffers;
using System.Runtime.CompilerServices;

namespace LogGuard.Parsing;

/// <summary>Turns a line into tokens and asks the store about it. Any thread may ask; only the store needs the lock.</summary>
internal sealed class LineMiner(TemplateMinerOptions options, CustomMaskSet? customMasks, MaskMode maskMode, TemplateStore store, Lock miningLock)
{
    // A longer limit of tokens takes an array from the pool.
    private const int StackTokens = 128;

    private long _cutCount;

    /// <summary>Lines that were longer than the limit.</summary>
    public long CutCount => Interlocked.Read(ref _cutCount);

    /// <summary>Cuts, masks and scans a line, then asks the store under the lock.</summary>
    [SkipLocalsInit]
    public void Ask(ReadOnlySpan<char> content, ref MiningRequest request)
    {
        if (content.Length > options.MaxLineLength)
        {
            Interlocked.Increment(ref _cutCount);
            content = content[..options.MaxLineLength];
        }

        char[]? characters = null;
        LineToken[]? rented = null;
        try
        {
            var masked = customMasks is null ? content : customMasks.Apply(content, ref characters);
            var tokens = options.MaxTokens <= StackTokens
                ? stackalloc LineToken[StackTokens]
                : (rented = ArrayPool<LineToken>.Shared.Rent(options.MaxTokens));
            var count = LineScanner.Scan(masked, tokens[..options.MaxTokens], maskMode);
            Answer(content, masked, tokens[..count], ref request);
        }
        finally
        {
            if (characters is not null)
            {
                ArrayPool<char>.Shared.Return(characters);
            }

            if (rented is not null)
            {
                ArrayPool<LineToken>.Shared.Return(rented);
            }
        }
    }

    private void Answer(scoped ReadOnlySpan<char> content, scoped ReadOnlySpan<char> masked, scoped Span<LineToken> tokens, ref MiningRequest request)
    {
        lock (miningLock)
        {
            switch (request.Mode)
            {
                case MiningMode.Match:
                    request.Result = new MiningResult(store.Match(content, masked, tokens)?.Id ?? 0, TemplateChange.None);
                    break;
                case MiningMode.Read:
                    request.ParameterCount = store.Read(request.Id, content, masked, tokens, request.Parameters);
                    break;
                default:
                    request.Result = store.Learn(content, masked, tokens, request.Mode == MiningMode.LearnNew);
                    break;
            }
        }
    }
}
