namespace LogGuard.Workflows.Separation;

/// <summary>Folds an unrolled loop: a fragment of a chain that directly repeats becomes a loop (Du et al., DeepLog, section 4.2.2).</summary>
internal static class ChainFolder
{
    /// <summary>Most links of a chain that is folded; time grows with their cube.</summary>
    internal const int LengthLimit = 256;

    public static WorkflowNode Fold(IReadOnlyList<WorkflowNode> chain)
    {
        var links = chain.ToList();
        for (var length = 1; length <= links.Count / 2 && links.Count <= LengthLimit; length++)
        {
            for (var begin = 0; begin + (2 * length) <= links.Count; begin++)
            {
                var count = 1;
                while (begin + ((count + 1) * length) <= links.Count && IsSame(links, begin, begin + (count * length), length))
                {
                    count++;
                }

                if (count > 1)
                {
                    var loop = WorkflowNode.Loop(WorkflowNode.Sequence(links.GetRange(begin, length)), 1, count);
                    links.RemoveRange(begin, count * length);
                    links.Insert(begin, loop);
                }
            }
        }

        return WorkflowNode.Sequence(links);
    }

    private static bool IsSame(List<WorkflowNode> links, int left, int right, int length)
    {
        for (var i = 0; i < length; i++)
        {
            if (links[left + i].ToShortText() != links[right + i].ToShortText())
            {
                return false;
            }
        }

        return true;
    }
}
