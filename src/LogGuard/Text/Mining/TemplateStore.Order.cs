namespace LogGuard.Parsing;

// The order of last use: a list through the templates themselves, so that using one costs no search and no memory.
internal sealed partial class TemplateStore
{
    private void Use(Template template)
    {
        if (template != _newest)
        {
            Unlink(template);
            Link(template);
        }
    }

    private void Link(Template template)
    {
        template.Older = _newest;
        template.Newer = null;
        if (_newest is null)
        {
            _oldest = template;
        }
        else
        {
            _newest.Newer = template;
        }

        _newest = template;
    }

    private void Unlink(Template template)
    {
        if (template.Older is { } older)
        {
            older.Newer = template.Newer;
        }
        else
        {
            _oldest = template.Newer;
        }

        if (template.Newer is { } newer)
        {
            newer.Older = template.Older;
        }
        else
        {
            _newest = template.Older;
        }

        template.Older = template.Newer = null;
    }
}
