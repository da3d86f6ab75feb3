namespace LogGuard;

/// <summary>A question added to a detector beside its own. Detection defines what it can do; settings only carry it.</summary>
internal interface IQuestionExtension;
