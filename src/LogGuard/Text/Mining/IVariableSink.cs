namespace LogGuard.Parsing;

/// <summary>Takes the parts of a token that <see cref="VariableScanner"/> finds, in order and without gaps.</summary>
internal interface IVariableSink
{
    void Literal(int start, int length);

    void Variable(int start, int length);
}
