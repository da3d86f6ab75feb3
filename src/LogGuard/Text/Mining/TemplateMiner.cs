using System.Buffers;
using System.Runtime.CompilerServices;

namespace LogGuard.Parsing;

/// <summary>
/// Finds the templates of log lines that other programs wrote: Drain (He et al., ICWS 2017), as a stream.
/// </summary>
/// <remarks>
/// <para>
/// Any thread may ask; one at a time is answered. Lines are split into tokens before the lock is taken. The same lines in
/// the same order give the same templates, everywhere.
/// </para>
/// <para>
/// An id is for life. No two templates share a line, but for settled ones, which come first: where a template would become so general that it reaches into
/// another, the two become one, and the younger id an alias of the older; where they are too unlike for that, the line
/// makes a template of its own instead. So a line that was once given an id is given that id, or the one that it is an
/// alias of, for as long as the template lives.
/// </para>
/// </remarks>
public sealed partial class TemplateMiner
{
    // Lines with more tokens need an array of the pool's.
    private const int StackTokens = 128;

    private readonly TemplateMinerOptions _options;
    private readonly CustomMaskSet? _customMasks;
    private readonly MaskMode _maskMode;
    private readonly PatternText _text;
    private readonly Lock _lock = new();
    private readonly TemplateStore _store;
    private long _cutCount;

    /// <summary>Makes a miner.</summary>
    /// <param name="options">Its settings, which are copied; null for the defaults.</param>
    /// <exception cref="ArgumentException">Settings are wrong: the message names all that are.</exception>
    public TemplateMiner(TemplateMinerOptions? options = null)
        : this(options, isSeeded: true)
    {
    }

    private TemplateMiner(TemplateMinerOptions? options, bool isSeeded)
    {
        options ??= new TemplateMinerOptions();
        options.Check();
        _options = options.Copy();
        _customMasks = _options.CustomMasks.Count > 0 ? new CustomMaskSet(_options.CustomMasks, _options.CustomMaskTimeout) : null;
        _maskMode = _options.Masks ? MaskMode.All : _customMasks is null ? MaskMode.None : MaskMode.Custom;
        _text = new PatternText(_maskMode, _customMasks);
        _store = new TemplateStore(_options, _text);
        foreach (var template in isSeeded ? _options.SeedTemplates : [])
        {
            Seed(template);
        }

        foreach (var line in isSeeded ? _options.SeedLines : [])
        {
            Learn(line);
        }
    }

    /// <summary>Number of templates, aliases not counted.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _store.Count;
            }
        }
    }

    /// <summary>How many templates were forgotten because there was no room.</summary>
    public long ForgottenCount
    {
        get
        {
            lock (_lock)
            {
                return _store.ForgottenCount;
            }
        }
    }

    /// <summary>How many lines were given id 0, since no template could be forgotten to make room.</summary>
    public long OverflowCount
    {
        get
        {
            lock (_lock)
            {
                return _store.OverflowCount;
            }
        }
    }

    /// <summary>How many lines were longer than what is looked at.</summary>
    public long CutCount => Interlocked.Read(ref _cutCount);

    /// <summary>How often a custom mask took too long and was left out.</summary>
    public long MaskTimeoutCount => _customMasks?.TimeoutCount ?? 0;

    /// <summary>All templates in order of their ids.</summary>
    public IReadOnlyList<MinedTemplate> Templates
    {
        get
        {
            lock (_lock)
            {
                return [.. _store.All.OrderBy(template => template.Id).Select(_store.Describe)];
            }
        }
    }

    /// <summary>Learns a line: every template may become more general by it.</summary>
    /// <param name="content">The line, less its header.</param>
    /// <returns>Its template and what became of it.</returns>
    public MiningResult Learn(ReadOnlySpan<char> content)
    {
        var line = new Request(MiningMode.Learn);
        Ask(content, ref line);
        return line.Result;
    }

    /// <summary>
    /// Learns a line and leaves settled templates as they are: a line that does not fit one of them joins, or makes, one
    /// that is not settled. Without a call of <see cref="Freeze"/> it does what <see cref="Learn"/> does.
    /// </summary>
    /// <param name="content">The line, less its header.</param>
    /// <returns>Its template and what became of it.</returns>
    public MiningResult LearnNew(ReadOnlySpan<char> content)
    {
        var line = new Request(MiningMode.LearnNew);
        Ask(content, ref line);
        return line.Result;
    }

    /// <summary>Finds a line's template and changes nothing.</summary>
    /// <param name="content">The line, less its header.</param>
    /// <param name="id">The template's id; 0 where none fits.</param>
    /// <returns>True where a template fits.</returns>
    public bool TryMatch(ReadOnlySpan<char> content, out int id)
    {
        var line = new Request(MiningMode.Match);
        Ask(content, ref line);
        id = line.Result.Id;
        return id != 0;
    }

    /// <summary>Reads the variable parts of a line.</summary>
    /// <param name="id">The line's template, or an alias of it.</param>
    /// <param name="content">The line, less its header.</param>
    /// <param name="parameters">Receives them in the template's order.</param>
    /// <returns>How many there are, which may be more than there was room for; 0 where the line does not fit.</returns>
    public int ReadParameters(int id, ReadOnlySpan<char> content, Span<TextParameter> parameters)
    {
        var line = new Request(MiningMode.Read) { Id = id, Parameters = parameters };
        Ask(content, ref line);
        return line.ParameterCount;
    }

    /// <summary>Marks all templates as settled, which is what <see cref="LearnNew"/> leaves alone.</summary>
    public void Freeze()
    {
        lock (_lock)
        {
            _store.Freeze();
        }
    }

    /// <summary>The id that answers for an id now.</summary>
    /// <param name="id">An id that was given.</param>
    /// <returns>The same id, or the one that it was merged into; 0 where the template was forgotten or never was.</returns>
    public int Resolve(int id)
    {
        lock (_lock)
        {
            return _store.Find(id)?.Id ?? 0;
        }
    }

    /// <summary>A template by its id or an alias.</summary>
    /// <param name="id">An id that was given.</param>
    /// <returns>The template as it is now.</returns>
    /// <exception cref="ArgumentException">There is no such template, or no longer.</exception>
    public MinedTemplate Get(int id)
    {
        lock (_lock)
        {
            return _store.Describe(Find_NeedsLock(id));
        }
    }

    // The one way in for lines: bounds, masks, tokens, then the lock.
    [SkipLocalsInit]
    private void Ask(ReadOnlySpan<char> content, ref Request request)
    {
        if (content.Length > _options.MaxLineLength)
        {
            Interlocked.Increment(ref _cutCount);
            content = content[.._options.MaxLineLength];
        }

        char[]? characters = null;
        LineToken[]? rented = null;
        try
        {
            var masked = _customMasks is null ? content : _customMasks.Apply(content, ref characters);
            var tokens = _options.MaxTokens <= StackTokens
                ? stackalloc LineToken[StackTokens]
                : (rented = ArrayPool<LineToken>.Shared.Rent(_options.MaxTokens));
            var count = LineScanner.Scan(masked, tokens[.._options.MaxTokens], _maskMode);
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

    private void Answer(scoped ReadOnlySpan<char> content, scoped ReadOnlySpan<char> masked, scoped ReadOnlySpan<LineToken> tokens, ref Request request)
    {
        lock (_lock)
        {
            switch (request.Mode)
            {
                case MiningMode.Match:
                    request.Result = new MiningResult(_store.Match(content, masked, tokens)?.Id ?? 0, TemplateChange.None);
                    break;
                case MiningMode.Read:
                    request.ParameterCount = _store.Read(request.Id, content, masked, tokens, request.Parameters);
                    break;
                default:
                    request.Result = _store.Learn(content, masked, tokens, request.Mode == MiningMode.LearnNew);
                    break;
            }
        }
    }

    private Template Find_NeedsLock(int id, [CallerArgumentExpression(nameof(id))] string name = "") =>
        _store.Find(id) ?? throw new ArgumentException($"There is no template {id}.", name);

    private enum MiningMode
    {
        Learn,
        LearnNew,
        Match,
        Read,
    }

    private ref struct Request(MiningMode mode)
    {
        public readonly MiningMode Mode = mode;
        public int Id;
        public Span<TextParameter> Parameters;
        public MiningResult Result;
        public int ParameterCount;
    }
}
