namespace LogGuard.Detection;

/// <summary>A question that knows how alike the learnt templates are.</summary>
internal interface ILikenessSource : IQuestion
{
    /// <summary>The learnt templates as vectors, by which renamed ones are recognised; null if that is off or not possible.</summary>
    TemplateLikeness? Likeness { get; }
}
