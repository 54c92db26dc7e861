using Microsoft.Extensions.Logging;

namespace EtlKit;

/// <summary>Asks a loader what an error means; one that can't say must not hide the error by another.</summary>
internal sealed class ErrorClassifier(Func<Exception, ErrorKind> classify, string loaderName, ILogger logger)
{
    public ErrorKind Classify(Exception exception)
    {
        if (exception is RunLockedException or RunLockLostException or LedgerException or RejectBudgetException)
        {
            // The pipeline's own, of which a loader knows nothing.
            return ErrorKind.Fatal;
        }

        try
        {
            return classify(exception);
        }
        catch (Exception failure)
        {
            Log.ClassificationFailed(logger, failure, loaderName);
            return ErrorKind.Fatal;
        }
    }
}
