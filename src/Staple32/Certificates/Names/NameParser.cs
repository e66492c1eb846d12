using System.Text;

namespace Staple32.Certificates.Names;

/// <summary>An attribute as the text of a Name gives it.</summary>
/// <param name="Oid">Dotted.</param>
/// <param name="Text">The value without its quotation marks; null if it was given in hexadecimal.</param>
/// <param name="Octets">The value that was given in hexadecimal.</param>
/// <param name="Start">Where the value's first character stands.</param>
/// <param name="IsQuoted">Whether quotation marks inside were doubled.</param>
internal readonly record struct WrittenAttribute(string Oid, string? Text, byte[]? Octets, int Start, bool IsQuoted)
{
    /// <summary>Where a character of the value stands in the whole text.</summary>
    public int PositionOf(int index)
    {
        int doubled = 0;
        for (int i = 0; IsQuoted && i < index; i++)
            doubled += Text![i] == '"' ? 1 : 0;
        return Start + index + doubled;
    }
}

/// <summary>
/// Takes the text of a Name apart (CertStrToName): keywords or identifiers, "=", values plain, quoted or in hexadecimal,
/// with space around each.
/// </summary>
internal ref struct NameParser(string text, NameSyntax syntax)
{
    private int _position;

    /// <exception cref="NameTextException">The text is not of that form.</exception>
    public List<List<WrittenAttribute>> Parse()
    {
        var relativeNames = new List<List<WrittenAttribute>>();
        bool isSameName = false;
        for (SkipSpace(); _position < text.Length; SkipSpace())
        {
            string oid = ReadAttributeType();
            WrittenAttribute attribute = ReadValue(oid);
            if (isSameName)
                relativeNames[^1].Add(attribute);
            else
                relativeNames.Add([attribute]);
            // What ends a value; behind the last one it changes nothing.
            isSameName = _position < text.Length && text[_position] == '+';
            _position++;
        }
        return relativeNames;
    }

    private string ReadAttributeType()
    {
        int start = _position;
        while (_position < text.Length && text[_position] != '=' && !EndsValue(text[_position]))
            _position++;
        string type = text[start.._position].TrimEnd();
        if (_position == text.Length || text[_position] != '=' || type.Length == 0)
            throw new NameTextException(NameTextFault.Syntax, start);
        _position++;
        if (NameKeywords.Find(type) is { } keyword)
            return keyword.Oid;
        const string Prefix = "OID.";
        string oid = type.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? type[Prefix.Length..] : type;
        return DottedIdentifier.IsValid(oid) ? oid : throw new NameTextException(NameTextFault.Syntax, start);
    }

    private WrittenAttribute ReadValue(string oid)
    {
        while (_position < text.Length && char.IsWhiteSpace(text[_position]) && !EndsValue(text[_position]))
            _position++;
        if (_position == text.Length)
            return new WrittenAttribute(oid, "", null, _position, false);
        if (text[_position] == '"' && !syntax.WithoutQuotes)
            return ReadQuoted(oid);
        return text[_position] == '#' ? ReadHexadecimal(oid) : ReadPlain(oid);
    }

    private WrittenAttribute ReadPlain(string oid)
    {
        int start = _position;
        while (_position < text.Length && !EndsValue(text[_position]))
            _position++;
        return new WrittenAttribute(oid, text[start.._position].TrimEnd(), null, start, false);
    }

    private WrittenAttribute ReadQuoted(string oid)
    {
        int opening = _position++;
        var value = new StringBuilder();
        while (true)
        {
            int mark = text.IndexOf('"', _position);
            if (mark < 0)
                throw new NameTextException(NameTextFault.Syntax, opening);
            value.Append(text, _position, mark - _position);
            _position = mark + 1;
            if (_position == text.Length || text[_position] != '"')
                break;
            value.Append('"');
            _position++;
        }

        while (_position < text.Length && !EndsValue(text[_position]))
        {
            if (!char.IsWhiteSpace(text[_position]))
                throw new NameTextException(NameTextFault.Syntax, _position);
            _position++;
        }
        return new WrittenAttribute(oid, value.ToString(), null, opening + 1, true);
    }

    private WrittenAttribute ReadHexadecimal(string oid)
    {
        int start = _position++;
        var digits = new StringBuilder();
        for (; _position < text.Length && !EndsValue(text[_position]); _position++)
        {
            if (char.IsAsciiHexDigit(text[_position]))
                digits.Append(text[_position]);
            else if (!char.IsWhiteSpace(text[_position]))
                throw new NameTextException(NameTextFault.Syntax, _position);
        }

        if (digits.Length % 2 != 0)
            throw new NameTextException(NameTextFault.Syntax, start);
        return new WrittenAttribute(oid, null, Convert.FromHexString(digits.ToString()), start, false);
    }

    private readonly bool EndsValue(char c) =>
        syntax.Separators.Contains(c, StringComparison.Ordinal) || (c == '+' && !syntax.WithoutPlus);

    private void SkipSpace()
    {
        while (_position < text.Length && char.IsWhiteSpace(text[_position]))
            _position++;
    }
}
