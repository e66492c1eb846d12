namespace Staple32.Certificates.Names;

/// <summary>What is wrong with the text of a Name.</summary>
public enum NameTextFault
{
    /// <summary>A keyword, identifier, separator, quotation or hexadecimal value that is none.</summary>
    Syntax,

    /// <summary>A value has a character that its only string type has not.</summary>
    NotNumeric,
    NotPrintable,
    NotIa5,
}

/// <summary>The text of a Name cannot be read.</summary>
public sealed class NameTextException : Exception
{
    public NameTextException()
    {
    }

    public NameTextException(string message)
        : base(message)
    {
    }

    public NameTextException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <param name="fault">What is wrong.</param>
    /// <param name="position">Where it begins: a number of UTF-16 units.</param>
    public NameTextException(NameTextFault fault, int position)
        : base($"{fault} at {position}")
    {
        Fault = fault;
        Position = position;
    }

    public NameTextFault Fault { get; }

    public int Position { get; }
}
