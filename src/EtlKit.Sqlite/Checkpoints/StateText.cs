using System.Text;

namespace EtlKit.Sqlite;

/// <summary>Binds the text of a pipeline's state.</summary>
internal static class StateText
{
    // Text that UTF-8 can't hold would come back as other text, and what it names would not be known again.
    private static readonly UTF8Encoding Exact = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Binds text that nothing is known by: a lone surrogate in it, which no text in a database can hold, is replaced.</summary>
    public static void BindLoosely(ParameterBinder parameters, int index, string? text)
    {
        if (text is null)
        {
            parameters.BindNull(index);
        }
        else
        {
            parameters.BindUtf8(index, Encoding.UTF8.GetBytes(text));
        }
    }

    /// <summary>Binds text that must come back as it is.</summary>
    public static void Bind(ParameterBinder parameters, int index, string? text)
    {
        if (text is null)
        {
            parameters.BindNull(index);
            return;
        }

        try
        {
            parameters.BindUtf8(index, Exact.GetBytes(text));
        }
        catch (EncoderFallbackException exception)
        {
            throw new InvalidOperationException(
                "The state of the pipeline can't be saved: the name of the pipeline or of a source has a lone surrogate in it, which no text in a database can hold. Change the name.",
                exception);
        }
    }
}
