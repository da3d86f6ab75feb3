using System.Runtime.CompilerServices;

namespace LogGuard.Parsing;

/// <summary>Finds the templates of log lines of other programs: Drain (He et al., ICWS 2017), as a stream.</summary>
/// <remarks>
/// <para>
/// Thread-safe. Lines are split into tokens before a lock is taken. The same lines in the same order give the same
/// templates on every machine.
/// </para>
/// <para>
/// An id never changes. A line fits one template only; settled templates take precedence over others. If a template would
/// become so general that it shares lines with another, the two are merged, and the younger id becomes an alias of the
/// older one. If they are too different, the line creates a template instead. So a line always gets the same id, or the
/// one that the id is an alias of, until the template is forgotten.
/// </para>
/// </remarks>
public sealed class TemplateMiner
{
    private const int MaxNameLength = 256;

    private readonly TemplateMinerOptions _options;
    private readonly CustomMaskSet? _customMasks;
    private readonly MaskMode _maskMode;
    private readonly PatternText _text;
    private readonly Lock _lock = new();
    private readonly TemplateTable _table;
    private readonly TemplateEditor _editor;
    private readonly TemplateDescriber _describer;
    private readonly LineMiner _lines;

    /// <summary>Makes a miner.</summary>
    /// <param name="options">Its settings, which are copied; null for the defaults.</param>
    /// <exception cref="ArgumentException">Settings are wrong. The message names all faults.</exception>
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
        _table = new TemplateTable(_options);
        _editor = new TemplateEditor(_table, _text);
        _describer = new TemplateDescriber(_text);
        _lines = new LineMiner(_options, _customMasks, _maskMode, new TemplateStore(_table, _text, _options.SimilarityThreshold), _lock);
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
                return _table.Count;
            }
        }
    }

    /// <summary>Number of templates that were forgotten to make room.</summary>
    public long ForgottenCount
    {
        get
        {
            lock (_lock)
            {
                return _table.ForgottenCount;
            }
        }
    }

    /// <summary>Number of lines with id 0, because no template could be forgotten to make room.</summary>
    public long OverflowCount
    {
        get
        {
            lock (_lock)
            {
                return _table.OverflowCount;
            }
        }
    }

    /// <summary>Number of lines longer than <see cref="TemplateMinerOptions.MaxLineLength"/>.</summary>
    public long CutCount => _lines.CutCount;

    /// <summary>
    /// Number of lines in which the custom masks exceeded <see cref="TemplateMinerOptions.CustomMaskTimeout"/>. The masks found until then
    /// apply.
    /// </summary>
    public long MaskTimeoutCount => _customMasks?.TimeoutCount ?? 0;

    /// <summary>All templates in order of their ids.</summary>
    public IReadOnlyList<MinedTemplate> Templates
    {
        get
        {
            lock (_lock)
            {
                return [.. _table.All.OrderBy(template => template.Id).Select(_describer.Describe)];
            }
        }
    }

    /// <summary>Learns a line. Any template may become more general.</summary>
    /// <param name="content">The line without its header.</param>
    /// <returns>Its template, and how the line changed it.</returns>
    public MiningResult Learn(ReadOnlySpan<char> content)
    {
        var line = new MiningRequest(MiningMode.Learn);
        _lines.Ask(content, ref line);
        return line.Result;
    }

    /// <summary>
    /// Learns a line without changing settled templates: a line that does not fit one of them joins or creates a template
    /// that is not settled. Before a call of <see cref="Freeze"/> it is the same as <see cref="Learn"/>.
    /// </summary>
    /// <param name="content">The line without its header.</param>
    /// <returns>Its template, and how the line changed it.</returns>
    public MiningResult LearnNew(ReadOnlySpan<char> content)
    {
        var line = new MiningRequest(MiningMode.LearnNew);
        _lines.Ask(content, ref line);
        return line.Result;
    }

    /// <summary>Finds the template of a line. Changes nothing.</summary>
    /// <param name="content">The line without its header.</param>
    /// <param name="id">The template's id; 0 without one.</param>
    /// <returns>True if the line fits a template.</returns>
    public bool TryMatch(ReadOnlySpan<char> content, out int id)
    {
        var line = new MiningRequest(MiningMode.Match);
        _lines.Ask(content, ref line);
        id = line.Result.Id;
        return id != 0;
    }

    /// <summary>Reads the variable parts of a line.</summary>
    /// <param name="id">The line's template, or an alias of it.</param>
    /// <param name="content">The line without its header.</param>
    /// <param name="parameters">Receives them in the template's order.</param>
    /// <returns>Their number, which may be larger than the room; 0 if the line does not fit.</returns>
    public int ReadParameters(int id, ReadOnlySpan<char> content, Span<TextParameter> parameters)
    {
        var line = new MiningRequest(MiningMode.Read) { Id = id, Parameters = parameters };
        _lines.Ask(content, ref line);
        return line.ParameterCount;
    }

    /// <summary>Settles all templates: <see cref="LearnNew"/> no longer changes them.</summary>
    public void Freeze()
    {
        lock (_lock)
        {
            _table.Freeze();
        }
    }

    /// <summary>The present id of an id.</summary>
    /// <param name="id">An id that was given.</param>
    /// <returns>The same id, or the one that it was merged into; 0 if the template was forgotten or never existed.</returns>
    public int Resolve(int id)
    {
        lock (_lock)
        {
            return _table.Find(id)?.Id ?? 0;
        }
    }

    /// <summary>
    /// Adds the ids that were merged into another since the last call. The first call begins to note them; a caller that stops asking
    /// lets them pile up.
    /// </summary>
    internal void TakeMerged(List<int> ids)
    {
        lock (_lock)
        {
            _table.TakeMerged(ids);
        }
    }

    /// <summary>A template by its id or an alias.</summary>
    /// <param name="id">An id that was given.</param>
    /// <returns>The template as it is now.</returns>
    /// <exception cref="ArgumentException">There is no such template, or it was forgotten.</exception>
    public MinedTemplate Get(int id)
    {
        lock (_lock)
        {
            return _describer.Describe(Find_NeedsLock(id));
        }
    }

    /// <summary>
    /// Adds a template that never changes. <c>&lt;*&gt;</c> stands for any token. Within a token it stands for a variable, as
    /// <c>&lt;int&gt;</c> and the like do everywhere.
    /// </summary>
    /// <param name="template">Its text, such as <c>Deleting block blk_&lt;int&gt; file &lt;path&gt;</c>.</param>
    /// <param name="name">Its name; null for none.</param>
    /// <returns>Its id. An existing template keeps its id and gets the name.</returns>
    /// <exception cref="ArgumentException">
    /// The text is empty, or it shares lines with a template that it does not contain, or there is no room.
    /// </exception>
    public int Seed(string template, string? name = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(template);
        CheckName(name);
        var text = PatternText.WithMarkers(template);
        if (text.Length > _options.MaxLineLength)
        {
            throw new ArgumentException($"The template has {text.Length} characters; {_options.MaxLineLength} is the limit.", nameof(template));
        }

        var buffer = new LineToken[_options.MaxTokens];
        var count = LineScanner.Scan(text, buffer, _maskMode == MaskMode.None ? MaskMode.Custom : _maskMode);
        var tokens = _text.SeedTokensOf(text, buffer.AsSpan(0, count));
        lock (_lock)
        {
            return _editor.Seed(tokens, template, name);
        }
    }

    /// <summary>Names a template.</summary>
    /// <param name="id">Its id, or an alias of it.</param>
    /// <param name="name">At most 256 characters; null for no name.</param>
    /// <exception cref="ArgumentException">There is no such template, or the name is too long.</exception>
    public void Rename(int id, string? name)
    {
        CheckName(name);
        lock (_lock)
        {
            Find_NeedsLock(id).Name = name;
        }
    }

    /// <summary>Merges two templates: lines of either get the second one's id from now on.</summary>
    /// <param name="from">The id that becomes an alias.</param>
    /// <param name="into">The id that stays.</param>
    /// <exception cref="ArgumentException">There is no such template, or the first one is split.</exception>
    /// <exception cref="InvalidOperationException">There is no room for another alias.</exception>
    public void Merge(int from, int into)
    {
        lock (_lock)
        {
            var template = Find_NeedsLock(from);
            var target = Find_NeedsLock(into);
            if (template.Split is not null)
            {
                throw new ArgumentException($"Template {from} is split; merge its parts.", nameof(from));
            }

            if (template != target)
            {
                _editor.Merge(template, target);
            }
        }
    }

    /// <summary>
    /// Splits a template by the text of one of its variables: from now on lines with one of these values get an id of their
    /// own. All others keep the id. The template never becomes more general after that.
    /// </summary>
    /// <param name="id">The template's id, or an alias of it.</param>
    /// <param name="parameter">Index of the variable in <see cref="MinedTemplate.Parameters"/>.</param>
    /// <param name="values">The texts that split it, one or more.</param>
    /// <returns>The new ids, in the order of the values. A value that already has an id keeps it.</returns>
    /// <exception cref="ArgumentException">
    /// There is no such template or variable, the template has several forms or is split by another variable, or there is no
    /// room.
    /// </exception>
    public IReadOnlyList<int> Split(int id, int parameter, params IReadOnlyList<string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count is 0 or > TemplateSplit.PartLimit || values.Any(value => string.IsNullOrEmpty(value) || value.Length > _options.MaxLineLength))
        {
            throw new ArgumentException($"There must be 1 to {TemplateSplit.PartLimit} values, none of them empty.", nameof(values));
        }

        lock (_lock)
        {
            return _editor.Split(Find_NeedsLock(id), parameter, values);
        }
    }

    /// <summary>Writes the state of the miner as JSON. Write a file under a temporary name and rename it.</summary>
    /// <param name="stream">The stream, which is left open.</param>
    public void Save(Stream stream) => Save(stream, keepsExamples: true);

    /// <param name="stream">The stream, which is left open.</param>
    /// <param name="keepsExamples">Whether the first line of each template is kept, as it was logged.</param>
    internal void Save(Stream stream, bool keepsExamples)
    {
        ArgumentNullException.ThrowIfNull(stream);
        MinerState state;
        lock (_lock)
        {
            state = MinerStateWriter.Save(_table, _options, _maskMode, keepsExamples);
        }

        MinerStateFile.Write(stream, state);
    }

    /// <summary>Reads a state that <see cref="Save(Stream)"/> wrote. The miner treats every line as the saved one would.</summary>
    /// <param name="stream">The stream, which is read to its end and left open.</param>
    /// <param name="options">
    /// The settings. Masks, depth and limits of lines must be the same as before. Seeds are not added again. Null for the
    /// defaults.
    /// </param>
    /// <returns>The miner.</returns>
    /// <exception cref="ArgumentException">Settings are wrong. The message names all faults.</exception>
    /// <exception cref="InvalidDataException">The state is invalid, damaged, of a newer version, or of other settings.</exception>
    public static TemplateMiner Load(Stream stream, TemplateMinerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var miner = new TemplateMiner(options, isSeeded: false);
        new MinerStateReader(miner._table, miner._options).Load(MinerStateFile.Read(stream, miner._maskMode));
        return miner;
    }

    private Template Find_NeedsLock(int id, [CallerArgumentExpression(nameof(id))] string name = "") =>
        _table.Find(id) ?? throw new ArgumentException($"There is no template {id}.", name);

    private static void CheckName(string? name)
    {
        if (name is { Length: 0 or > MaxNameLength })
        {
            throw new ArgumentException($"A name has 1 to {MaxNameLength} characters.", nameof(name));
        }
    }
}
